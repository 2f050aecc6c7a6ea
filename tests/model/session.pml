/* Sites of one session on the complete graph, and a coordinator that says what it likes, in any
 * order, to whom it likes; sites crash and come back at any time. docs/protocol/security.md has the
 * claims, README.md what is left out. The last C sites collude: they sign and reveal what helps.
 *
 * Planted faults: TWO_STATEMENTS, TWO_ANSWERS (rule 2), BOTH_KINDS (rule 1), NO_STATEMENTS (rule
 * 13), SECRETS_ON_DISK (a site that comes back goes on where a copy of its folder stood). REACHABLE
 * claims that nobody ever learns a sum: its breach is an honest session.
 */
#ifndef N
#define N 4 /* sites */
#define C 0 /* colluders */
#define T 2 /* threshold */
#define NMIN 3
#endif
#define H (N - C)
#define HONEST ((1 << H) - 1)
#define CORRUPT (((1 << N) - 1) & ~HONEST)
#define IN(set, i) (((set) >> (i)) & 1)

#define DEALT 0 /* shares are with the coordinator; it knows nothing else of the site */
#define MASKED 1
#define SIGNED 2
#define ENDED 3 /* revealed, or crashed: nothing of the session is left in its memory */

byte phase[H], u1[H], u2[H]; /* in a site's memory */

/* What the coordinator has. */
byte masked[H];          /* U1 of the site's masked input; 0: none */
byte signed1[H], signed2[H], again1[H], again2[H]; /* up to two statements of a site: U1, U2 */
byte own[H], key[H];     /* holders whose share of the site's b, of its mask secret, it has */
byte view1, view2;       /* of the first site that revealed */
bool two_views, masked_twice;

byte i, j, set, count, part; /* scratch; 0 between steps */
bool good;

inline count_of(x) {
  count = 0; j = 0;
  do
  :: j < N -> count = count + IN(x, j); j++
  :: else -> break
  od;
  j = 0
}

/* Any set within `most` that holds the site i and is large enough: n_min, and t others. */
inline choose(most) {
  set = 0; j = 0;
  do
  :: j < N && IN(most, j) -> if :: set = set | (1 << j) :: j != i -> skip fi; j++
  :: j < N && !IN(most, j) -> j++
  :: j == N -> break
  od;
  j = 0;
  count_of(set);
  good = count >= NMIN && count - 1 >= T
}

/* Rule 13: statements of t others in U2 over the same view. */
inline statements(i) {
  count = 0; j = 0;
  do
  :: j == N -> break
  :: j < N && (j == i || !IN(u2[i], j)) -> j++
  :: j < N && j != i && IN(u2[i], j) ->
     if
     :: j >= H -> count++
     :: j < H && ((signed1[j] == u1[i] && signed2[j] == u2[i]) ||
                  (again1[j] == u1[i] && again2[j] == u2[i])) -> count++
     :: else -> skip
     fi;
     j++
  od;
  j = 0;
#ifdef NO_STATEMENTS
  good = true
#else
  good = count >= T
#endif
}

inline reveal(i) {
  if
  :: view1 == 0 -> view1 = u1[i]; view2 = u2[i]
  :: view1 != 0 && (view1 != u1[i] || view2 != u2[i]) -> two_views = true
  :: else -> skip
  fi;
  j = 0;
  do
  :: j < H && j != i && IN(u1[i], j) ->
#ifdef BOTH_KINDS
     own[j] = own[j] | (1 << i); key[j] = key[j] | (1 << i);
#else
     if
     :: IN(u2[i], j) -> own[j] = own[j] | (1 << i)
     :: else -> key[j] = key[j] | (1 << i)
     fi;
#endif
     j++
  :: j < H && (j == i || !IN(u1[i], j)) -> j++
  :: j == H -> break
  od;
  j = 0
}

byte owns, keys; /* sites whose b, whose mask secret can be put together */

inline combine() {
  owns = 0; keys = CORRUPT; i = 0;
  do
  :: i < H ->
     count_of(own[i] | CORRUPT);
     if :: count >= T -> owns = owns | (1 << i) :: else -> skip fi;
     count_of(key[i] | CORRUPT);
     if :: count >= T -> keys = keys | (1 << i) :: else -> skip fi;
     i++
  :: else -> break
  od;
  i = 0
}

/* Whether the masks of the sites in `part` come off or cancel. */
inline is_sum() {
  good = true; i = 0;
  do
  :: i < H && IN(part, i) ->
     good = good && masked[i] != 0 && IN(owns, i);
     j = 0;
     do
     :: j < N && j != i && IN(masked[i], j) && !IN(keys, i) && !IN(keys, j) ->
        if
        :: IN(part, j) && IN(masked[j], i) -> skip
        :: else -> good = false
        fi;
        j++
     :: j < N && (j == i || !IN(masked[i], j) || IN(keys, i) || IN(keys, j)) -> j++
     :: j == N -> break
     od;
     j = 0; i++
  :: i < H && !IN(part, i) -> i++
  :: i == H -> break
  od;
  i = 0
}

inline check() {
  combine();
  assert((owns & keys & HONEST) == 0); /* never both secrets of an honest site */
  assert(!two_views);                  /* all that is revealed is of one view */
  part = 1;
  do
  :: part <= HONEST ->
     is_sum();
     if
     :: good ->
#ifdef REACHABLE
        assert(false);
#endif
        assert(part == (view2 & HONEST)) /* one sum: of the honest inputs of U2 */
     :: else -> skip
     fi;
     part++
  :: else -> break
  od;
  part = 0; owns = 0; keys = 0; good = false; count = 0
}

inline mask_input() {
  choose((1 << N) - 1);
  if
  :: good ->
     if :: masked[i] != 0 -> masked_twice = true :: else -> skip fi;
     assert(!masked_twice); /* a masked input leaves once */
     masked[i] = set; u1[i] = set; phase[i] = MASKED
  :: else -> skip
  fi
}

inline sign_view() {
  choose(u1[i]);
  if
  :: good ->
     u2[i] = set;
     if
     :: signed1[i] == 0 -> signed1[i] = u1[i]; signed2[i] = set
     :: else -> again1[i] = u1[i]; again2[i] = set
     fi;
     phase[i] = SIGNED
  :: else -> skip
  fi
}

active proctype coordinator() {
  do
  :: atomic {
       if :: i = 0 :: i = 1 :: i = 2
#if H > 3
          :: i = 3
#endif
#if H > 4
          :: i = 4
#endif
       fi;
       if
       :: phase[i] == DEALT -> mask_input(); i = 0
       :: phase[i] == MASKED -> sign_view(); i = 0
#ifdef TWO_STATEMENTS
       :: phase[i] == SIGNED && again1[i] == 0 -> sign_view(); i = 0
#endif
       :: phase[i] == SIGNED ->
          statements(i);
          if
          :: good ->
             reveal(i);
#ifndef TWO_ANSWERS
             phase[i] = ENDED; u1[i] = 0; u2[i] = 0;
#endif
             i = 0; check()
          :: else -> i = 0
          fi
#ifdef TWO_ANSWERS
       :: phase[i] == SIGNED && again1[i] == 0 -> sign_view(); i = 0
#endif
       :: phase[i] != ENDED -> phase[i] = ENDED; u1[i] = 0; u2[i] = 0; i = 0 /* it crashes */
#ifdef SECRETS_ON_DISK
       :: phase[i] == ENDED -> phase[i] = DEALT; i = 0 /* and is back from a copy */
#endif
       :: phase[i] == ENDED -> i = 0
       fi;
       set = 0; count = 0; good = false
     }
  od
}
