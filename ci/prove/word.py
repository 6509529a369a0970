# SPDX-License-Identifier: BSD-3-Clause
"""The definitions of token.smt2, made from the contract of epollctx_token_pack in the header."""

import ast
import os
import re

WORD = "(_ BitVec 64)"
OPERATIONS = {ast.LShift: "bvshl", ast.RShift: "bvlshr", ast.BitAnd: "bvand", ast.BitOr: "bvor",
              ast.Add: "bvadd", ast.Sub: "bvsub", ast.Eq: "=", ast.NotEq: "distinct",
              ast.And: "and", ast.Or: "or"}


class NotUnderstood(Exception):
    """What in the header cannot be said of 64-bit words."""


def smt(node):
    """A term of SMT-LIB for an expression of ACSL, whose operators Python reads alike."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return f"(_ bv{node.value} 64)"
    if isinstance(node, ast.BinOp):
        operation, operands = node.op, [node.left, node.right]
    elif isinstance(node, ast.BoolOp):
        operation, operands = node.op, node.values
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        operation, operands = node.ops[0], [node.left, *node.comparators]
    else:
        raise NotUnderstood(ast.dump(node))
    if type(operation) not in OPERATIONS:
        raise NotUnderstood(ast.dump(operation))
    return f"({OPERATIONS[type(operation)]} {' '.join(smt(operand) for operand in operands)})"


def translate(text):
    """Of words of 64 bits everything is modulo 2^64, which is what the casts say."""
    plain = text.replace("(uint64_t)", "").replace("&&", " and ").replace("||", " or ")
    try:
        return smt(ast.parse(" ".join(plain.split()), mode="eval").body)
    except SyntaxError as error:
        raise NotUnderstood(text) from error


def define(name, parameters, sort, text):
    declared = " ".join(f"({parameter} {WORD})" for parameter in parameters)
    return f"(define-fun {name} ({declared}) {sort} {translate(text)})"


def definitions(root):
    """token_of, kind_of, data_of, and fits: what epollctx_token_pack accepts."""
    with open(os.path.join(root, "include", "epollctx.h"), encoding="utf-8") as file:
        header = file.read()
    lines = []
    for name in ("token_of", "kind_of", "data_of"):
        found = re.search(r"logic integer %s\(([^)]*)\) =([^;]*);" % name, header)
        if not found:
            raise NotUnderstood(f"the header defines no {name}")
        lines.append(define(name, re.findall(r"integer (\w+)", found[1]), WORD, found[2]))
    found = re.search(r"behavior packed:\s*assumes [^;]*;\s*assumes ([^;]*);", header)
    if not found:
        raise NotUnderstood("the header does not say when a token is packed")
    return lines + [define("fits", ("kind_bits", "kind", "data"), "Bool", found[1])]
