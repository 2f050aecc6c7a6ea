"""Keys and signatures of one session among two honest sites and everybody else, as Horn clauses.

Cryptography is symbolic: a term is known or it is not. The attacker is the network, the coordinator
and all sites but a and b; it makes up session parameters and rosters as it likes, in any number of
sessions. known(x): it knows x. A claim is broken when its `breach` follows from the clauses
(Weidenbach, Towards an Automatic Analysis of Security Protocols in First-Order Logic, CADE 1999):
SPASS finds the derivation, or saturates the clauses, and then there is none.
"""
import re
import subprocess
import tempfile
from dataclasses import dataclass

# What anybody can do. Terms have one reading each: tuples of P, R, roles are functions.
ATTACKER = [
    (["known(X)"], "known(pub(X))"),
    (["known(X)", "known(pub(Y))"], "known(dh(X,Y))"),
    (["known(X)", "known(pub(Y))"], "known(dh(Y,X))"),
    (["known(X)", "known(Y)"], "known(pair(X,Y))"),
    (["known(pair(X,Y))"], "known(X)"),
    (["known(pair(X,Y))"], "known(Y)"),
    (["known(K)", "known(X)", "known(A)"], "known(seal(K,X,A))"),
    (["known(seal(K,X,A))", "known(K)"], "known(X)"),
    (["known(D)", "known(S)", "known(L)"], "known(kdf(D,S,L))"),
    (["known(X)", "known(S)", "known(T)"], "known(masked(X,S,T))"),
    (["known(masked(X,S,T))", "known(S)", "known(T)"], "known(X)"),
    (["known(K)", "known(C)", "known(X)"], "known(sig(K,C,X))"),
    (["known(sig(K,C,X))"], "known(X)"),
    (["known(X)", "known(Y)"], "known(salt(X,Y))"),
    (["known(P)", "known(E)", "known(M)"], "known(adv(P,E,M))"),
    (["known(adv(P,E,M))"], "known(E)"),
    (["known(adv(P,E,M))"], "known(M)"),
] + [([], f"known({name})") for name in (
    "p1", "p2", "r1", "r2", "none", "eve", "maskl", "selfl", "encl(a,b)", "encl(b,a)", "aad(a,b)",
    "aad(b,a)", "advertise", "alive", "maskedc", "u1", "u2")]

FAULTS = {
    "rule 8": "advertisements are taken unsigned",
    "rule 4, P and R in keys": "no salt, and advertisements of other sessions are taken",
    "rule 4, R in keys": "the salt is P alone",
    "rule 12": "whoever asks the authority gets a credential for any name",
    "rule 1": "mask secrets are released beside b",
    "rule 6": "the mask key of a session is that of all sessions",
    "contexts": "all messages are signed under one context",
    "direction": "one key and one label for both directions",
}


@dataclass(frozen=True)
class Keys:
    claim: str
    without: str = ""
    # Of a and b: "own": b of every session is released, as of survivors; "mask": the mask secret, as
    # of the dropped; "mixed": the mask secret of session p1, b of p2.
    released: str = "own"


def clauses(model):
    without = model.without
    rules = list(ATTACKER)
    wide = without == "contexts"
    context = {name: "advertise" if wide else name for name in ("advertise", "alive", "maskedc")}

    def mask_key(site, params):
        return f"m({site},all)" if without == "rule 6" else f"m({site},{params})"

    def salt(params, roster):
        if without == "rule 4, P and R in keys":
            return "none"
        return f"salt({params},none)" if without == "rule 4, R in keys" else f"salt({params},{roster})"

    for u, v in (("a", "b"), ("b", "a")):
        # R0: for any parameters.
        own = f"adv(P,pub(e({u},P)),pub({mask_key(u, 'P')}))"
        rules.append((["known(P)"], f"known(sig(id({u}),{context['advertise']},{own}))"))
        # R1: the other's keys, in a roster that may hold anything else.
        params = "Q" if without.startswith("rule 4, P") else "P"
        other = f"adv({params},pub(X),pub(Y))"
        taken = ["known(P)", "known(R)"]
        if without == "rule 8":
            taken += ["known(pub(X))", "known(pub(Y))"]
        elif without == "rule 12":
            taken += [f"known(sig(I,{context['advertise']},{other}))"]
        else:
            taken += [f"known(sig(id({v}),{context['advertise']},{other}))"]
        roster = (f"ros({own},{other},R)" if u == "a" else f"ros({other},{own},R)")
        rules.append((taken + [f"known({own})"], f"known({roster})"))
        one, two = ("X", f"e({u},P)") if u == "b" else (f"e({u},P)", "X")
        label = "encl(a,b)" if without == "direction" else f"encl({u},{v})"
        back = "encl(a,b)" if without == "direction" else f"encl({v},{u})"
        aad = "aad(a,b)" if without == "direction" else f"aad({u},{v})"
        daa = "aad(a,b)" if without == "direction" else f"aad({v},{u})"
        key = f"kdf(dh({one},{two}),{salt('P', roster)},{label})"
        yek = f"kdf(dh({one},{two}),{salt('P', roster)},{back})"
        shares = f"pair(mshare({u},{v},P,{roster}),bshare({u},{v},P,{roster}))"
        rules.append((taken, f"known(seal({key},{shares},{aad}))"))
        rules.append((taken + [f"known(seal({yek},Z,{daa}))"], f"holds({u},{v},P,{roster},Z)"))
        # R2.
        one, two = ("Y", mask_key(u, "P")) if u == "b" else (mask_key(u, "P"), "Y")
        seed = f"kdf(dh({one},{two}),{salt('P', roster)},maskl)"
        self_seed = f"kdf(own({u},P),{salt('P', roster)},selfl)"
        rules.append((taken, f"known(masked(input({u},P,{roster}),{seed},{self_seed}))"))
        rules.append((taken, f"seed({u},{seed},P,{roster})"))
        rules.append((taken, f"known(sig(id({u}),{context['maskedc']},pair(u1,digest({u}))))"))
        rules.append(([], f"known(digest({u}))"))
        # R3: a statement of another with the digests that u signed itself.
        rules.append(([f"known(sig(id({v}),{context['alive']},pair(u1,Z)))"], f"believes({u},{v},Z)"))
        # R4, the worst that the rules allow.
        if model.released == "mixed":
            rules.append(([], f"known({mask_key(u, 'p1')})"))
            rules.append(([], f"known(own({u},p2))"))
        if model.released == "own" or without == "rule 1":
            rules.append(([], f"known(own({u},P))"))
        if model.released == "mask" or without == "rule 1":
            rules.append(([], f"known({mask_key(u, 'P')})"))
    return rules


# What would break each claim.
BREACHES = {
    "inputs are secret": (["known(input(a,P,R))"],),
    "shares are secret": (["known(mshare(a,b,P,R))"],),
    "one seed, one session": (["seed(a,K,p1,R)", "seed(b,K,p2,S)"],
                              ["seed(a,K,P,ros(X,Y,r1))", "seed(b,K,P,ros(Z,W,r2))"]),
    "a statement is a statement": (["believes(a,b,Z)"],),
    "a share is its dealer's": (["holds(a,b,P,R,pair(mshare(a,b,P,R),Z))"],),
    # No claim: that it follows shows that the clauses have an honest session.
    "an honest session is possible": (
        ["holds(a,b,P,R,pair(mshare(b,a,P,R),Z))", "seed(a,K,P,R)", "seed(b,K,P,R)"],),
}


def tptp(model):
    lines = []
    for number, (premises, conclusion) in enumerate(clauses(model)):
        literals = [f"~{premise}" for premise in premises] + [conclusion]
        lines.append(f"cnf(c{number}, axiom, ({' | '.join(literals)})).")
    for number, breach in enumerate(BREACHES[model.claim]):
        literals = [f"~{premise}" for premise in breach]
        lines.append(f"cnf(breach{number}, negated_conjecture, ({' | '.join(literals)})).")
    return "\n".join(lines) + "\n"


def solve(model, seconds=60):
    """'derived', 'saturated', or what the prover said instead."""
    with tempfile.NamedTemporaryFile("w", suffix=".p") as problem:
        problem.write(tptp(model))
        problem.flush()
        said = subprocess.run(["SPASS", "-TPTP", f"-TimeLimit={seconds}", problem.name], text=True,
                              capture_output=True, check=False).stdout
    if "Proof found" in said:
        return "derived"
    if "Completion found" in said:
        return "saturated"
    return (re.findall(r"SPASS beiseite: (.*)", said) or [said[-300:]])[0]
