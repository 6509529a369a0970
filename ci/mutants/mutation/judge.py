# SPDX-License-Identifier: BSD-3-Clause
"""Compiles mutants and takes each to the killers, until one notices it."""

import dataclasses
import pathlib
import queue
import shutil
import threading

from campaign_lib.problem import Problem

from .killers import Unclear
from .toolchain import Program, digest
from .workplace import Workplace

INVALID, EQUIVALENT, DUPLICATE = "does not compile", "same code", "duplicate"
KILLED, SURVIVED = "killed", "survived"


@dataclasses.dataclass
class Verdict:
    """What became of a mutant. `by` has what each killer that was asked said: how, or None."""

    mutant: object
    status: str = ""
    killer: str = ""
    check: str = ""
    how: str = ""
    twin: object = None
    identity: str = ""
    by: dict = dataclasses.field(default_factory=dict)


class Judge:
    """Everything that is needed to judge; used by several threads, each with its workplace."""

    def __init__(self, root, folder, variant, killers, proof, memory, jobs):
        self.root, self.folder, self.variant = root, pathlib.Path(folder), variant
        self.killers, self.proof, self.memory = killers, proof, memory
        self.objects = self.folder / "objects"
        shutil.rmtree(self.objects, ignore_errors=True)
        self.objects.mkdir(parents=True)
        self.places = queue.Queue()
        for number in range(jobs):
            self.places.put(Workplace(root, self.folder / "work" / str(number)))
        self.texts, self.originals, self.contexts = {}, {}, {}
        self._controlled = {}
        self._lock = threading.Lock()

    # --- Compiling -------------------------------------------------------------------------------

    def text(self, path):
        """The file as it is."""
        if path not in self.texts:
            self.texts[path] = (self.root / path).read_text(encoding="latin-1")
        return self.texts[path]

    def _names(self, path):
        """The objects of its own module that a file goes into."""
        module = Program.module_of(path)
        names = [name for name in self.variant.made_of(path)
                 if Program.module_of(name) == module]
        if not names:
            raise Problem(f"{path} goes into no object of {self.variant.build}")
        return names

    def _source_key(self, mutant):
        """Of all that the mutant's objects are made of."""
        path = mutant.file
        if path not in self.contexts:
            files = {file for name in self.variant.made_of(path)
                     for file in self.variant.needs()[name]} - {path}
            self.contexts[path] = digest(self.variant.version, self.variant.flags,
                                         self.variant.common,
                                         *(file + self.text(file) for file in sorted(files)))
        return digest(self.contexts[path], mutant.change(self.text(path)))

    def _compile(self, variant, names, mutant, place):
        """The mutant's objects of these names, made when they are not there; None: a complaint."""
        made = {}
        for name in names:
            to = self.objects / variant.name / mutant.digest() / name.replace("/", "-")
            if not to.exists():
                to.parent.mkdir(parents=True, exist_ok=True)
                place.put(mutant, self.text(mutant.file))
                if variant.compile(place.tree, variant.source(name), to) is not None:
                    return None
            made[name] = to
        return made

    def _original(self, path, place):
        """The identity of what is not mutated."""
        with self._lock:
            if path not in self.originals:
                place.restore()
                contents = []
                for name in self._names(path):
                    to = place.folder / "original.o"
                    complaint = self.variant.compile(place.tree, self.variant.source(name), to)
                    if complaint is not None:
                        raise Problem(f"{path} does not compile unchanged: {complaint}")
                    contents.append(to.read_bytes())
                self.originals[path] = digest(*contents)
            return self.originals[path]

    def compile(self, mutant):
        """A verdict, with an identity; its status is still open when there is code to judge."""
        place = self.places.get()
        try:
            verdict = Verdict(mutant)
            key = "code " + self._source_key(mutant)
            identity = self.memory.get(key)
            if identity is None:
                made = self._compile(self.variant, self._names(mutant.file), mutant, place)
                identity = INVALID if made is None else digest(
                    *(path.read_bytes() for path in made.values()))
                self.memory.put(key, identity)
            verdict.identity = identity
            if identity == INVALID:
                verdict.status = INVALID
            elif identity == self._original(mutant.file, place):
                verdict.status = EQUIVALENT
            if verdict.status:
                self.forget(mutant)
            return verdict
        finally:
            self.places.put(place)

    def forget(self, mutant):
        """Its objects are no longer needed."""
        for variant in self.objects.iterdir():
            shutil.rmtree(variant / mutant.digest(), ignore_errors=True)

    # --- Judging ---------------------------------------------------------------------------------

    def _replaced(self, check, path, place):
        linked = set(check.program.linked(place.folder / "traced"))
        return [name for name in check.program.variant.made_of(path) if name in linked]

    def _key(self, check, verdict, names, place):
        path = verdict.mutant.file
        by_code = path.endswith(".c") and check.program.variant is self.variant
        return "check " + digest(
            check.program.fingerprint(place.folder / "traced", set(names)), check.inputs,
            len(check.commands), check.limits.seconds, check.limits.memory,
            path, verdict.identity if by_code else self._source_key(verdict.mutant))

    def control(self, check, place):
        """The unchanged program must pass the check: once before it judges, and when in doubt."""
        executable = place.folder / "control"
        status, output = check.program.link({}, executable)
        if status != 0:
            raise Problem(f"{check.name} cannot be linked: {output[-2000:]}")
        ending = check.run(executable, place)
        if ending is not None:
            ending = ending.ending if isinstance(ending, Unclear) else ending
            raise Problem(f"the control fails: {check.name} on the unchanged sources "
                          f"({ending.how})\n{ending.tail}")

    def _controlled_once(self, check, place):
        with self._lock:
            lock = self._controlled.setdefault(check.name, [threading.Lock(), False])
        with lock[0]:
            if not lock[1]:
                self.control(check, place)
                lock[1] = True

    def _ask(self, check, verdict, names, place):
        """How the check notices the mutant, or ''."""
        self._controlled_once(check, place)
        mutant = verdict.mutant
        made = self._compile(check.program.variant, names, mutant, place)
        if made is None:
            return "does not compile"
        executable = place.folder / "mutant"
        status, output = check.program.link(made, executable)
        if status != 0:
            raise Problem(f"{mutant.where()}: {check.name} cannot be linked: {output[-2000:]}")
        ending = check.run(executable, place)
        if isinstance(ending, Unclear):
            self.control(check, place)
            ending = ending.ending
        return ending.how if ending else ""

    def _by_checks(self, killer, checks, verdict, place):
        """(check, how) of the first that notices it; what is known is asked first."""
        path = verdict.mutant.file
        open_ones = []
        for check in checks:
            names = self._replaced(check, path, place)
            key = self._key(check, verdict, names, place)
            known = self.memory.get(key)
            if known:
                return check.name, known
            if known is None:
                open_ones.append((check, names, key))
        for check, names, key in open_ones:
            how = self._ask(check, verdict, names, place)
            self.memory.put(key, how)
            if how:
                killer.note(path, check)
                return check.name, how
        return None

    def _by_proof(self, verdict, place):
        """Every source that the mutant goes into is proved again."""
        mutant = verdict.mutant
        for name in self._names(mutant.file):
            source = self.variant.source(name)
            key = "proof " + digest(self.proof.inputs(), source, mutant.function,
                                    self._source_key(mutant))
            known = self.memory.get(key)
            if known is None:
                known = self.proof.notices(place, mutant, source, self.text(mutant.file))
                self.memory.put(key, known)
            if known:
                return f"proof/{source}", known
        return None

    def _ask_killer(self, killer, verdict, place):
        """(check, how) or None; a killer that cannot be asked leaves no trace in `by`."""
        if killer is self.proof:
            noticed = self._by_proof(verdict, place)
        else:
            checks = killer.checks_for(verdict.mutant.file, place.folder / "traced")
            if not checks:
                return None
            noticed = self._by_checks(killer, checks, verdict, place)
        verdict.by[killer.name] = noticed[1] if noticed else None
        return noticed

    def judge(self, verdict, all_killers):
        """Fills the verdict in: the first killer, or with `all_killers` each of them."""
        place = self.places.get()
        try:
            for killer in self.killers[Program.module_of(verdict.mutant.file)]:
                noticed = self._ask_killer(killer, verdict, place)
                if noticed and not verdict.killer:
                    verdict.killer, (verdict.check, verdict.how) = killer.name, noticed
                if noticed and not all_killers:
                    break
            if not verdict.by:
                raise Problem(f"{verdict.mutant.file} goes into no killer's programs")
            verdict.status = KILLED if verdict.killer else SURVIVED
            self.forget(verdict.mutant)
            return verdict
        finally:
            self.places.put(place)
