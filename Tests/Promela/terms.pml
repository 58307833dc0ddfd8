/* A deal under terms of business, whose tables terms.py writes into terms.txt: every course that it can take is searched, and what can be
   told of each situation is printed as FACT lines. It shares nothing with the checker of Semper. */

byte at, way, ruled, steps;
byte given_buyer[16], given_seller[16], entered[16];

c_decl {
  static int most_steps, states, start, contract, items;
  static int money[16], worth[16], refunds[16];
  static struct { int most, then, unbound, looked, look[16], ways; struct { int to, ruled, gifts, side[8], item[8]; } way[24]; } table[16];

  static int number(FILE *file) {
    int value;
    if (fscanf(file, "%d", &value) != 1) { fprintf(stderr, "terms.txt is cut short\n"); exit(2); }
    return value;
  }

  static void load(void) {
    static int done;
    FILE *file;
    int i, j, k;
    if (done++) return;
    if (!(file = fopen("terms.txt", "r"))) { fprintf(stderr, "there is no terms.txt\n"); exit(2); }
    most_steps = number(file); states = number(file); start = number(file); contract = number(file); items = number(file);
    for (i = 0; i < items; i++) { money[i] = number(file); worth[i] = number(file); refunds[i] = number(file); }
    for (i = 0; i < states; i++) {
      table[i].most = number(file); table[i].then = number(file); table[i].unbound = number(file);
      table[i].looked = number(file);
      for (j = 0; j < table[i].looked; j++) table[i].look[j] = number(file);
      table[i].ways = number(file);
      for (j = 0; j < table[i].ways; j++) {
        table[i].way[j].to = number(file); table[i].way[j].ruled = number(file); table[i].way[j].gifts = number(file);
        for (k = 0; k < table[i].way[j].gifts; k++) { table[i].way[j].side[k] = number(file); table[i].way[j].item[k] = number(file); }
      }
    }
    fclose(file);
  }
}

c_code {
  static void fact(int kind, long buyer, long seller, long paid) { printf("FACT %d %d %ld %ld %ld\n", kind, now.at, buyer, seller, paid); }

  /* 1: it goes round; 2: what each side may lose; 3: a document is looked at that is not there; 4: money without a contract; 5: after a ruling. */
  static void enter(int to) {
    int i;
    long paid = 0, got = 0, gave = 0, buyer, seller;
    while (to < states && table[to].most && now.entered[to] == table[to].most) to = table[to].then;
    if (to < states && table[to].most) now.entered[to]++;
    now.at = to;
    if (++now.steps > most_steps) { fact(1, 0, 0, 0); now.at = 250; return; }
    for (i = 0; i < items; i++) {
      paid += money[i] * (now.given_buyer[i] - now.given_seller[i]);
      got += worth[i] * now.given_seller[i];
      gave += worth[i] * now.given_buyer[i];
      /* All of it that is left comes back. */
      if (refunds[i] >= 0 && now.given_seller[i]) {
        int whole = now.given_buyer[refunds[i]], back = now.given_seller[i];
        paid -= money[refunds[i]] * (back < whole ? back : whole);
      }
    }
    buyer = paid + gave - got;
    seller = -buyer;
    fact(now.ruled ? 5 : 2, buyer > 0 ? buyer : 0, seller > 0 ? seller : 0, paid);
    if (to >= states) return;
    for (i = 0; i < table[to].looked; i++)
      if (!now.given_buyer[table[to].look[i]] && !now.given_seller[table[to].look[i]]) fact(3, 0, 0, 0);
    if (table[to].unbound && !now.given_seller[contract]) fact(4, 0, 0, 0);
  }

  static void go(void) {
    int i, from = now.at, way = now.way;
    for (i = 0; i < table[from].way[way].gifts; i++) {
      int item = table[from].way[way].item[i];
      if (table[from].way[way].side[i]) now.given_seller[item]++; else now.given_buyer[item]++;
    }
    now.ruled = table[from].way[way].ruled;
    now.way = 0;
    enter(table[from].way[way].to);
  }
}

active proctype deal() {
  c_code { load(); enter(start); };
  do
  :: c_expr { now.at < states } ->
    do
    :: c_expr { now.way + 1 < table[now.at].ways } -> way++
    :: break
    od;
    c_code { go(); }
  :: c_expr { now.at >= states } -> break
  od
}
