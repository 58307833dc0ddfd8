/*
 * A second opinion on the core of FX4: abort, open and resolve between an originator O, a responder R and an arbiter.
 *
 * Written from the protocol, not from the code, for Spin 6.5. Everything that was ever sent stays in the network, so
 * that it may come never, later, again and in any order. What a party's journal says (o, r) is written in a step before
 * anything is done about it, and every deed bears repetition, so a crash is nothing but a pause. Either item is a signed
 * statement or money at a ledger. Who is honest and what is exchanged is chosen at the start, so that one search covers
 * all cases. Data, windows and complaints are left to the exploration of the code (docs/exploration.md).
 *
 * FAULT plants a mistake, and Spin must find it; check.py lists them.
 */
#ifndef FAULT
#define FAULT 0
#endif

#define MEMORY_IS_LOST     (FAULT == 1)  /* O opens first and writes it down afterwards */
#define ARBITER_FORGETS    (FAULT == 2)  /* an abort is granted after a resolution */
#define R_MAY_ABORT        (FAULT == 3)
#define R_DOES_NOT_SECURE  (FAULT == 4)  /* R opens before O's money is its own */
#define R_OPENS_EARLY      (FAULT == 5)  /* three messages: R's opening comes with its commitment */
#define LOCKS_EXPIRE       (FAULT == 6)
#define O_WAITS_FOR_EVER   (FAULT == 7)  /* no call to the arbiter after opening */
#define R_JUST_LEAVES      (FAULT == 8)

mtype:journal = { start, committed, ready, opened, aborting, resolving, securing, taking, releasing, answering, done, stopped }
mtype:lock = { absent, held, claimed, refunded }

bool honestO, honestR, moneyO, moneyR, chosen;  /* what this run is about */
mtype:journal o = start, r = start;
mtype:lock lockO = absent, lockR = absent;    /* O's money for R, R's money for O */
bool m1, m2, m3, m4;                          /* what is in the network for ever */
bool askedAbort, askedResolve;                /* calls that may reach the arbiter at any time */
bool AT, RT;                                  /* decisions that the arbiter has signed */
bool knowsO, knowsR;                          /* O has R's opening; R has O's */
bool madeM2;                                  /* R has signed M2, sent or not */

#define endedO (o == done || o == stopped)
#define endedR (r == done || r == stopped)
/* A statement counts with the signer's opening or with the arbiter's resolution. */
#define hasO ((moneyR && lockR == claimed) || (!moneyR && madeM2 && (knowsO || RT)))
#define hasR ((moneyO && lockO == claimed) || (!moneyO && m1 && (knowsR || RT)))

active proctype Arbiter() {
end:
  do
  :: atomic { askedAbort && !AT && (!RT || ARBITER_FORGETS) -> AT = true }
  :: atomic { askedResolve && !AT && !RT -> RT = true }
  od
}

active proctype Expiry() {
end:
  do
  :: atomic { LOCKS_EXPIRE && lockR == held -> lockR = refunded }
  od
}

proctype Originator() {
  do
  :: atomic { o == start -> if :: moneyO -> lockO = held :: else fi; o = committed }
  :: atomic { o == start -> o = stopped }
  :: atomic { o == committed && !m1 -> m1 = true }
  :: atomic { o == committed && m2 -> o = ready }
  :: atomic { (o == committed || o == ready) -> o = aborting }
  :: atomic { o == ready && !MEMORY_IS_LOST -> o = opened }
  :: atomic { o == ready && MEMORY_IS_LOST && !m3 -> m3 = true }
  :: atomic { o == ready && MEMORY_IS_LOST && m3 -> o = opened }
  :: atomic { o == opened && !m3 -> m3 = true }
  :: atomic { o == opened && m4 -> knowsO = true; if :: moneyR -> o = securing :: else -> o = done fi }
  :: atomic { o == opened && !O_WAITS_FOR_EVER -> o = resolving }
  :: atomic { o == securing && lockR == held -> lockR = claimed; o = done }
  :: atomic { o == securing && lockR == refunded -> o = resolving }
  :: atomic { o == aborting && !askedAbort -> askedAbort = true }
  :: atomic { o == resolving && !askedResolve -> askedResolve = true }
  :: atomic { (o == aborting || o == resolving) && RT -> if :: moneyR -> o = taking :: else -> o = done fi }
  :: atomic { (o == aborting || o == resolving) && AT -> o = releasing }
  :: atomic { o == taking && lockR == held -> lockR = claimed; o = done }
  :: atomic { o == releasing && lockO == held -> lockO = refunded; o = stopped }
  :: atomic { o == releasing && lockO != held -> o = stopped }
  :: endedO -> break
  od
}

proctype Responder() {
  do
  :: atomic { r == start && m1 -> r = committed; madeM2 = true; if :: moneyR -> lockR = held :: else fi }
  :: atomic { r == start -> r = stopped }
  :: atomic { r == committed && !m2 -> m2 = true; if :: R_OPENS_EARLY -> m4 = true :: else fi }
  :: atomic { r == committed && m3 -> knowsR = true;
       if :: moneyO && !R_DOES_NOT_SECURE -> r = securing :: else -> r = answering fi }
  :: atomic { r == committed && !R_JUST_LEAVES -> r = resolving }
  :: atomic { r == committed && R_JUST_LEAVES -> r = stopped }
  :: atomic { r == securing && lockO == held -> lockO = claimed; r = answering }
  :: atomic { r == securing && lockO == refunded -> r = resolving }
  :: atomic { r == answering && !m4 -> m4 = true }
  :: atomic { r == answering && m4 && (lockO != held || !R_DOES_NOT_SECURE) -> r = done }
  :: atomic { r == answering && m4 && lockO == held && R_DOES_NOT_SECURE -> lockO = claimed; r = done }
  :: atomic { r == resolving && !askedResolve -> askedResolve = true }
  :: atomic { r == resolving && RT -> if :: moneyO -> r = taking :: else -> r = done fi }
  :: atomic { r == resolving && AT -> r = releasing }
  :: atomic { r == taking && lockO == held -> lockO = claimed; r = done }
  :: atomic { r == releasing && lockR == held -> lockR = refunded; r = stopped }
  :: atomic { r == releasing && lockR != held -> r = stopped }
  :: endedR -> break
  od
}

/* Does what it can, when it likes, as often as it matters, or nothing at all. */
proctype MaliciousOriginator() {
  do
  :: atomic { !m1 -> m1 = true; if :: moneyO -> lockO = held :: else fi }
  :: atomic { m1 && !m3 -> m3 = true }
  :: atomic { m1 && !askedAbort -> askedAbort = true }
  :: atomic { m2 && !askedResolve -> askedResolve = true }
  :: atomic { m4 && !knowsO -> knowsO = true }
  :: atomic { moneyR && lockR == held && (knowsO || RT) -> lockR = claimed }
  :: atomic { moneyO && lockO == held && AT -> lockO = refunded }
  :: break
  od
}

proctype MaliciousResponder() {
  do
  :: atomic { m1 && !madeM2 -> madeM2 = true; if :: moneyR -> lockR = held :: else fi }
  :: atomic { madeM2 && !m2 -> m2 = true }
  :: atomic { madeM2 && !m4 -> m4 = true }
  :: atomic { madeM2 && !askedResolve -> askedResolve = true }
  :: atomic { R_MAY_ABORT && madeM2 && !askedAbort -> askedAbort = true }
  :: atomic { m3 && !knowsR -> knowsR = true }
  :: atomic { moneyO && lockO == held && (knowsR || RT) -> lockO = claimed }
  :: atomic { moneyR && lockR == held && AT -> lockR = refunded }
  :: break
  od
}

init {
  atomic {
    if :: honestO = true; honestR = true :: honestO = true :: honestR = true fi;
    if :: moneyO = true :: skip fi;
    if :: moneyR = true :: skip fi;
    if :: honestO -> run Originator() :: else -> run MaliciousOriginator() fi;
    if :: honestR -> run Responder() :: else -> run MaliciousResponder() fi;
    chosen = true
  }
}

/* Nobody honest has ended without its due while the peer has what it gave, nor calls done what it does not hold; nobody
   has left its money behind; and the arbiter keeps to one decision. */
ltl fair {
  [] (!(AT && RT)
    && !(honestO && endedO && !hasO && (hasR || o == done))
    && !(honestR && endedR && !hasR && (hasO || r == done))
    && !(honestO && endedO && o == stopped && lockO == held)
    && !(honestR && endedR && r == stopped && lockR == held))
}

/* Everybody honest comes to an end, whatever the peer does or leaves undone. */
ltl ends { <> (chosen && (!honestO || endedO) && (!honestR || endedR)) }

/* It is not all in vain: that both are done with an idle arbiter happens, so Spin must refute that it never does. */
ltl vain { [] !(honestO && honestR && o == done && r == done && !askedAbort && !askedResolve) }
