# SPDX-License-Identifier: BSD-3-Clause
"""Mutations of statements: left out, turned into another, with another value."""

from .expressions import bare, replace, with_text
from .mutant import Edit

LOOPS = ("ForStmt", "WhileStmt", "DoStmt")
EXPRESSIONS = ("BinaryOperator", "CompoundAssignOperator", "UnaryOperator", "CallExpr", "ParenExpr")
UNSIGNED = ("uint64_t", "uint32_t", "size_t", "unsigned", "unsigned int", "unsigned long")
SIGNED = ("int", "long", "int64_t", "time_t", "ssize_t", "short", "char")


def _bodies(node):
    """The statements below a statement that stand alone, without braces."""
    if node.kind == "IfStmt":
        return node.children[1:]
    if node.kind in ("WhileStmt", "ForStmt"):
        return node.children[-1:]
    if node.kind == "DoStmt":
        return node.children[:1]
    if node.kind in ("CaseStmt", "DefaultStmt"):
        return node.children[-1:]
    return node.children if node.kind == "CompoundStmt" else []


def _is_end_of_function(node):
    """The last statement: without it, the function would fall out of its end."""
    parent = node.parent
    return parent.parent.kind == "FunctionDecl" and parent.children[-1] is node


def _left_out(node):
    """A statement gone; of a return the last one has to stay, but in a function without value."""
    if node.kind in EXPRESSIONS or node.kind in ("BreakStmt", "ContinueStmt"):
        yield replace(node, "", "statement")
    elif node.kind == "ReturnStmt" and not _is_end_of_function(node):
        yield replace(node, "", "statement")


def _inside_loop(node):
    while node and node.kind != "FunctionDecl":
        if node.kind in LOOPS:
            return True
        node = node.parent
    return False


def _jump(node):
    """break for continue, and the other way round."""
    if node.kind == "BreakStmt" and _inside_loop(node):
        yield replace(node, "continue", "jump")
    elif node.kind == "ContinueStmt":
        yield replace(node, "break", "jump")


def _label(source, node):
    """A case without its label is reached through `default`, or not at all."""
    stop = source.code.find(":", node.start)
    if node.children[-1].has_text() and 0 <= stop < node.children[-1].start:
        yield Edit(node.start, stop + 1, "", "case")


def _other_values(source, node, kind):
    """Another value of the same type in the place of an expression that is not just a literal."""
    node_text = with_text(node)
    inner = bare(node)
    if not node_text or inner.kind in ("IntegerLiteral", "InitListExpr"):
        return
    text = source.text[node_text.start:node_text.end]
    type_ = node.type.replace("const ", "")
    if type_ in ("bool", "_Bool"):
        yield replace(node_text, "true", kind)
        yield replace(node_text, "false", kind)
    elif "*" in type_:
        yield replace(node_text, "NULL", kind)
    elif type_ in UNSIGNED + SIGNED:
        yield replace(node_text, "0", kind)
        yield replace(node_text, f"({text}) + 1", kind)
        if type_ in SIGNED and inner.kind != "UnaryOperator":
            yield replace(node_text, f"-({text})", kind)


def statements(source, function):
    """Every mutation of the statements of a function."""
    for node in function.walk():
        for body in _bodies(node):
            if body.has_text():
                yield from _left_out(body)
        if not node.has_text():
            continue
        if node.kind in ("CaseStmt", "DefaultStmt"):
            yield from _label(source, node)
        elif node.kind == "ReturnStmt" and node.children:
            yield from _other_values(source, node.children[0], "return")
        elif node.kind == "VarDecl" and node.children:
            yield from _other_values(source, node.children[-1], "initial")
        yield from _jump(node)
