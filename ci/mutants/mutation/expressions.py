# SPDX-License-Identifier: BSD-3-Clause
"""Mutations of expressions: operators, conditions, literals."""

from .mutant import Edit

# For relations the three replacements that every other one is weaker than (Kaminski, Ammann,
# Offutt: Better predicate testing, 2011): whoever kills these kills all.
RELATIONS = {
    "<": ("<=", "!=", False), "<=": ("<", "==", True), ">": (">=", "!=", False),
    ">=": (">", "==", True), "==": ("<=", ">=", False), "!=": ("<", ">", True),
}
RELATIONS_OF_POINTERS = {"==": ("!=", False, True), "!=": ("==", False, True)}
OTHERS = {
    "+": ("-", "*"), "-": ("+", "*"), "*": ("/", "+"), "/": ("*", "%"), "%": ("/", "*"),
    "&": ("|", "^"), "|": ("&", "^"), "^": ("&", "|"), "<<": (">>",), ">>": ("<<",),
    "&&": ("||",), "||": ("&&",),
    "+=": ("-=", "="), "-=": ("+=", "="), "*=": ("/=", "="), "/=": ("*=", "="),
    "%=": ("/=", "="), "|=": ("&=", "^=", "="), "&=": ("|=", "^=", "="), "^=": ("|=", "="),
    "<<=": (">>=", "="), ">>=": ("<<=", "="),
}
TRUE, FALSE = "1", "0"
TRANSPARENT = ("ParenExpr", "ImplicitCastExpr", "ConstantExpr")


def bare(node):
    """Without parentheses and conversions that nobody wrote."""
    while node.kind in TRANSPARENT and node.children:
        node = node.children[0]
    return node


def with_text(node):
    """The outermost node of the same expression that has text; None when there is none."""
    while not node.has_text() and node.kind in TRANSPARENT and node.children:
        node = node.children[0]
    return node if node.has_text() else None


def replace(node, text, kind):
    """The whole node."""
    return Edit(node.start, node.end, text, kind)


def operator_place(source, node):
    """Where a binary operator itself is: between its operands."""
    left, right = (with_text(child) or child for child in node.children)
    start = left.end if left.has_text() else node.start
    stop = right.start if right.has_text() else node.end
    at = source.code.find(node.opcode, start, stop)
    return at if at >= 0 else None


def binary(source, node):
    """A binary operator replaced, and each of its operands alone."""
    if node.opcode in ("=", ","):
        return
    is_pointer = any("*" in bare(child).type for child in node.children)
    relations = RELATIONS_OF_POINTERS if is_pointer else RELATIONS
    at = operator_place(source, node)
    if at is None:
        return
    others = relations.get(node.opcode) or OTHERS.get(node.opcode, ())
    for other in others:
        if isinstance(other, bool):
            yield replace(node, TRUE if other else FALSE, "relation")
        else:
            yield Edit(at, at + len(node.opcode), other, "operator")
    if node.opcode not in (*RELATIONS, "&&", "||") and not node.opcode.endswith("="):
        for child in node.children:
            kept = with_text(child)
            if kept:
                yield replace(node, source.text[kept.start:kept.end], "operand")


def unary(source, node):
    """-x, ~x and !x without the operator; ++ for --; before for after where the value is used."""
    if node.opcode in ("-", "~", "!"):
        operand = with_text(node.children[0])
        if operand:
            yield replace(node, f"({source.text[operand.start:operand.end]})", "operator")
    elif node.opcode in ("++", "--"):
        operand = with_text(node.children[0])
        if not operand:
            return
        text = source.text[operand.start:operand.end]
        other = {"++": "--", "--": "++"}[node.opcode]
        yield replace(node, text + other if node.is_postfix else other + text, "operator")
        if node.parent.kind not in ("CompoundStmt", "ForStmt", "IfStmt", "WhileStmt"):
            yield replace(node, node.opcode + text if node.is_postfix else text + node.opcode,
                          "operator")


def is_relation(node):
    """A comparison is forced both ways, and its negation is weaker than its replacements."""
    return node.kind == "BinaryOperator" and node.opcode in RELATIONS


def condition(source, node, within):
    """
    A condition, or one of those that `within` ("&&", "||") joins: forced true, forced false,
    negated. What forces the whole as well is the whole's mutant, and none of the part.
    """
    node = with_text(node)
    if not node:
        return
    if within != "||":
        yield replace(node, TRUE, "condition")
    if within != "&&":
        yield replace(node, FALSE, "condition")
    inner = bare(node)
    if inner.kind == "BinaryOperator" and inner.opcode in ("&&", "||"):
        yield replace(node, f"!({source.text[node.start:node.end]})", "condition")
    elif inner.kind == "UnaryOperator" and inner.opcode == "!":
        return  # without the `!` it is negated
    elif not is_relation(inner):
        yield replace(node, f"!({source.text[node.start:node.end]})", "condition")


def conditions_of(node):
    """The parts of a statement or an expression that are conditions."""
    if node.kind in ("IfStmt", "WhileStmt", "ConditionalOperator"):
        return node.children[:1]
    if node.kind == "DoStmt":
        return node.children[1:2]
    if node.kind == "ForStmt":
        return [child for child in node.children[2:3] if child.kind]
    if node.kind == "BinaryOperator" and node.opcode in ("&&", "||"):
        return node.children
    return []


def literal(source, node):
    """One more, one less, nothing."""
    text = source.text[node.start:node.end]
    yield replace(node, f"({text} + 1)", "constant")
    yield replace(node, f"({text} - 1)", "constant")
    if node.value != "0":
        yield replace(node, "0", "constant")


def expressions(source, tree):
    """Every mutation of the expressions of a tree."""
    for node in tree.walk():
        if node.has_text():
            if node.kind in ("BinaryOperator", "CompoundAssignOperator"):
                yield from binary(source, node)
            elif node.kind == "UnaryOperator":
                yield from unary(source, node)
            elif node.kind == "IntegerLiteral":
                yield from literal(source, node)
        for part in conditions_of(node):
            yield from condition(source, part, node.opcode)
