"""What a coordinator can learn by showing every site whatever U1 and U2 it likes: asked of a solver.

Each honest site has its own U1 and U2; the site's rules say when it masks, signs and reveals, the
colluders sign and reveal whatever helps, and secrets and sums are counted as in
docs/protocol/security.md. The solver (z3) looks for sets that break a claim: none exist (unsat), or
here they are (sat). All sets of a session of this size are covered at once.
"""
import itertools
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Session:
    sites: int
    neighbours: int   # k; sites - 1: the complete graph
    threshold: int    # t
    smallest: int     # n_min
    colluders: int = 0  # K, anywhere on the ring
    around: int = 0     # at most so many among the neighbours of a site: c
    beside: int = 0     # and on one side of it: c'
    without: tuple = ()  # rules that the sites do not keep

    @property
    def complete(self):
        return self.neighbours == self.sites - 1

    @property
    def quorum(self):
        return (self.sites + self.colluders) // 2 + 1


class Formula:
    """SMT-LIB text of one session and one claim's breach."""

    def __init__(self, session):
        self.s = session
        self.n = session.sites
        self.names, self.facts = [], []
        self.corrupt = [self.bool(f"corrupt{i}") for i in range(self.n)]
        self.masked = [self.bool(f"masked{i}") for i in range(self.n)]
        self.signed = [self.bool(f"signed{i}") for i in range(self.n)]
        self.reveals = [self.bool(f"reveals{i}") for i in range(self.n)]
        self.u1 = [[self.bool(f"u1_{i}_{j}") for j in range(self.n)] for i in range(self.n)]
        self.u2 = [[self.bool(f"u2_{i}_{j}") for j in range(self.n)] for i in range(self.n)]
        self.same1 = self.equalities("same1", self.u1)
        self.same2 = self.equalities("same2", self.u2)
        self.colluders()
        for i in range(self.n):
            self.site(i)
        self.own = [self.known(f"own{i}", i, True) for i in range(self.n)]
        self.key = [self.known(f"key{i}", i, False) for i in range(self.n)]

    def bool(self, name):
        self.names.append(name)
        return name

    def add(self, fact):
        self.facts.append(fact)

    def around(self, i):
        if self.s.complete:
            return [j for j in range(self.n) if j != i]
        half = self.s.neighbours // 2
        return [(i + d) % self.n for d in range(-half, half + 1) if d != 0]

    def equalities(self, name, sets):
        same = {}
        for i, j in itertools.combinations(range(self.n), 2):
            v = self.bool(f"{name}_{i}_{j}")
            equal = " ".join(f"(= {a} {b})" for a, b in zip(sets[i], sets[j]))
            self.add(f"(= {v} (and {equal}))")
            same[i, j] = same[j, i] = v
        return same

    @staticmethod
    def atleast(count, of):
        if count <= 0:
            return "true"
        return f"((_ at-least {count}) {' '.join(of)})" if count <= len(of) else "false"

    @staticmethod
    def atmost(count, of):
        return f"((_ at-most {count}) {' '.join(of)})"

    def colluders(self):
        s = self.s
        self.add(self.atmost(s.colluders, self.corrupt))
        if s.complete:
            return
        half = s.neighbours // 2
        for i in range(self.n):
            self.add(self.atmost(s.around, [self.corrupt[j] for j in self.around(i)]))
            self.add(self.atmost(s.beside, [self.corrupt[(i + d) % self.n] for d in range(half)]))

    def cohort(self, i, members):
        return (f"(and {members[i]} {self.atleast(self.s.smallest, members)} "
                f"{self.atleast(self.s.threshold, [members[j] for j in self.around(i)])})")

    def site(self, i):
        s = self.s
        self.add(f"(=> {self.corrupt[i]} (not (or {self.masked[i]} {self.signed[i]} {self.reveals[i]})))")
        self.add(f"(=> {self.masked[i]} {self.cohort(i, self.u1[i])})")
        within = " ".join(f"(=> {b} {a})" for a, b in zip(self.u1[i], self.u2[i]))
        self.add(f"(=> {self.signed[i]} (and {self.masked[i]} {self.cohort(i, self.u2[i])} {within}))")
        needs = [self.signed[i]]
        if "statements" not in s.without:
            needs.append(self.statements(i))
        if not s.complete and "A" not in s.without:
            for v in self.around(i):
                needs.append(f"(=> {self.u2[i][v]} (or {self.corrupt[v]} "
                             f"(and {self.masked[v]} {self.same1[i, v]})))")
        self.add(f"(=> {self.reveals[i]} (and {' '.join(needs)}))")

    def statements(self, i):
        """Rule 13: of t others; of a quorum (rule B); or, as in the older design, of t neighbours."""
        s = self.s
        of = range(self.n)
        if "B" in s.without:
            of = self.around(i)
        same = [f"(and {self.u2[i][j]} (or {self.corrupt[j]} (and {self.signed[j]} "
                f"{self.same1[i, j]} {self.same2[i, j]})))" for j in of if j != i]
        count = s.threshold if s.complete or "B" in s.without else s.quorum - 1
        return self.atleast(count, same)

    def known(self, name, owner, own_mask):
        """Whether enough shares of one of the owner's two secrets are known."""
        v = self.bool(name)
        shares = []
        for w in self.around(owner):
            said = self.u2[w][owner] if own_mask else f"(not {self.u2[w][owner]})"
            if "one kind" in self.s.without:
                said = "true"
            shares.append(f"(or {self.corrupt[w]} (and {self.reveals[w]} {self.u1[w][owner]} {said}))")
        self.add(f"(= {v} {self.atleast(self.s.threshold, shares)})")
        return v

    # Breaches of the claims.

    def both_secrets(self):
        self.add(f"(and (not {self.corrupt[0]}) {self.own[0]} {self.key[0]})")

    def two_views(self):
        """Of sites that reveal."""
        breaches = [f"(and {self.reveals[i]} {self.reveals[j]} "
                    f"(not (and {self.same1[i, j]} {self.same2[i, j]})))"
                    for i, j in itertools.combinations(range(self.n), 2)]
        self.add(f"(or {' '.join(breaches)})")

    def other_sum(self):
        """A set of honest sites, all of whose masks come off or cancel, other than the honest ones of
        the U2 of a site that reveals."""
        inside = [self.bool(f"inside{i}") for i in range(self.n)]
        self.add(inside[0])  # the graph looks the same from everywhere
        for u in range(self.n):
            needs = [f"(not {self.corrupt[u]})", self.masked[u], self.own[u]]
            for v in self.around(u):
                off = (f"(or {self.corrupt[v]} {self.key[u]} {self.key[v]} "
                       f"(and {inside[v]} {self.u1[v][u]}))")
                needs.append(f"(=> {self.u1[u][v]} {off})")
            self.add(f"(=> {inside[u]} (and {' '.join(needs)}))")
        for r in range(self.n):
            differs = " ".join(f"(and (not {self.corrupt[j]}) (distinct {inside[j]} {self.u2[r][j]}))"
                               for j in range(self.n))
            self.add(f"(=> {self.reveals[r]} (or {differs}))")

    def text(self):
        declared = "\n".join(f"(declare-const {name} Bool)" for name in self.names)
        asserted = "\n".join(f"(assert {fact})" for fact in self.facts)
        return f"{declared}\n{asserted}\n(check-sat)\n"


def solve(session, claim, seconds=600):
    formula = Formula(session)
    getattr(formula, claim)()
    found = subprocess.run(["z3", "-in", f"-T:{seconds}"], input=formula.text(), text=True,
                           capture_output=True, check=False)
    return found.stdout.strip()
