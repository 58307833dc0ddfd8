import SemperCryptography
import SemperExchange
import SemperModel

/// Everybody of one exchange piece for piece: the honest parties' machines, and all that can be said.
final class PieceScene: Scene {
  /// Where everything stands. What was said is in `facts` for ever, which gives loss, duplication, reordering and replay.
  struct State: Hashable {
    var facts: FactSet = 0
    /// The number of each honest party's local state.
    var originator = 0
    var responder = 0

    subscript(role: ExchangeRole) -> Int {
      get { role == .originator ? originator : responder }
      set { if role == .originator { originator = newValue } else { responder = newValue } }
    }
  }

  /// Something that has become so once and for all.
  enum Fact: Hashable {
    case said(SignedStatement)
    /// An honest party has this message of its honest peer, or needs it no more.
    case taken(Digest)
  }

  let stand: PieceStand
  let roles: [ExchangeRole]
  private(set) var tables: [ExchangeRole: PieceTable] = [:]
  /// What may come to an honest party.
  private(set) var letters: [Letter] = []
  private var known = Interner<Fact>()
  private(set) var start = State()
  /// For each letter who has signed it, if it is a party, and the fact that it is taken.
  private var signers: [(role: ExchangeRole?, digest: Digest)] = []
  /// What honest parties have said, by the fact that it is.
  private var sayings: [(bit: FactSet, role: ExchangeRole, kind: StatementKind, piece: Int?)] = []
  /// What is on the network once a party is in a state.
  private var emissions: [ExchangeRole: [Int: FactSet]] = [:]

  init(_ setting: PieceSetting, goods: Goods) async throws {
    stand = try PieceStand(setting, goods: goods)
    roles = ExchangeRole.allCases.filter(setting.isHonest)
    for role in roles { tables[role] = try PieceTable(role, stand) }
    if setting.cheat?.role == .originator { try await commit(answering: nil, needs: 0) }
    for role in roles { start.facts |= try await emitted(role, 0) }
  }

  var name: String { stand.setting.name }
  var parties: [String] { roles.map(\.rawValue) }
  var isTimely: Bool { stand.setting.weather.impatience }

  func hasEnded(_ party: Int, in state: State) -> Bool {
    tables[roles[party]].map { $0.outcome(state[roles[party]]) != nil } ?? true
  }

  func end(of state: State) -> String? {
    let ends = roles.compactMap { role in
      tables[role]?.outcome(state[role]).map { "\(role.rawValue) \($0.words)" }
    }
    return ends.count == roles.count ? ends.joined(separator: ", ") : nil
  }

  /// Two honest parties can always come to have everything.
  func hope(in state: State) -> SceneHope? {
    guard roles.count == 2 else { return nil }
    if state == start { return .owed(0) }
    let isComplete = roles.allSatisfy { tables[$0]?.outcome(state[$0]) == .completed }
    return isComplete ? .paid([0]) : nil
  }

  func bit(_ fact: Fact) -> FactSet {
    let number = known.intern(fact).number
    precondition(number < FactSet.bitWidth, "more facts than a set has bits")
    return 1 << FactSet(number)
  }

  /// What an honest party has said, in any order.
  func said(by role: ExchangeRole, in state: State) -> [(kind: StatementKind, piece: Int?)] {
    sayings.compactMap { $0.role == role && state.facts & $0.bit != 0 ? ($0.kind, $0.piece) : nil }
  }

  // MARK: Steps

  func steps(from state: State) async throws -> [SceneStep<State>] {
    var steps = [SceneStep<State>]()
    for (party, role) in roles.enumerated() {
      guard let table = tables[role] else { continue }
      let local = state[role]
      if table.outcome(local) == nil {
        for move in try await table.moves(of: local) {
          if let needs = move.needs, state.facts & bit(needs) == 0 { continue }
          let next = try await become(move.next, role, state)
          steps.append(
            SceneStep(next: next, actor: move.isOwn ? party : nil, words: "the \(role.rawValue) \(move.words)"))
        }
      }
      steps += try await arrivals(role, table, state)
    }
    return steps
  }

  private func arrivals(_ role: ExchangeRole, _ table: PieceTable, _ state: State) async throws -> [SceneStep<State>] {
    var steps = [SceneStep<State>]()
    for (number, letter) in letters.enumerated() where letter.needs & ~state.facts == 0 {
      guard let arrival = try table.arrival(of: number, letter.statement, in: state[role]) else { continue }
      var next = state
      if let local = arrival.next { next = try await become(local, role, state) }
      let (signer, digest) = signers[number]
      if let signer, signer != role, roles.contains(signer) { next.facts |= bit(.taken(digest)) }
      steps.append(SceneStep(next: next, actor: nil, words: "the \(role.rawValue) receives \(letter.words)"))
    }
    return steps
  }

  private func become(_ local: Int, _ role: ExchangeRole, _ state: State) async throws -> State {
    var next = state
    next[role] = local
    next.facts |= try await emitted(role, local)
    return next
  }

  /// What is on the network once a party is in a state.
  private func emitted(_ role: ExchangeRole, _ local: Int) async throws -> FactSet {
    guard let table = tables[role] else { return 0 }
    if let known = emissions[role]?[local] { return known }
    var facts: FactSet = 0
    for statement in table.sent(in: local) {
      let isNew = known.number(of: .said(statement)) == nil
      let bit = bit(.said(statement))
      facts |= bit
      if isNew { try await hear(statement, bit, of: role) }
    }
    emissions[role, default: [:]][local] = facts
    return facts
  }

  // MARK: What a malicious party can say

  private func hear(_ statement: SignedStatement, _ bit: FactSet, of role: ExchangeRole) async throws {
    let piece = statement.kind == .openPiece ? statement.journalled(as: OpenPiece.self).number : nil
    sayings.append((bit, role, statement.kind, piece))
    add(Letter(statement: statement, needs: bit, words: Self.words(statement)))
    guard let cheat = stand.setting.cheat, cheat.role != role, statement.kind == .commitPieces else { return }
    if cheat.role == .responder {
      try await commit(answering: statement.digest, needs: bit)
    } else if let first = statement.journalled(as: CommitPieces.self).answers {
      try goOn([first, statement.digest], needs: bit)
    }
  }

  private func add(_ letter: Letter) {
    letters.append(letter)
    let signer = letter.statement.signers.first
    let role = ExchangeRole.allCases.first { stand.terms.thumbprint(of: $0) == signer }
    signers.append((role, letter.statement.digest))
  }

  private func commit(answering first: Digest?, needs: FactSet) async throws {
    guard let cheat = stand.setting.cheat else { return }
    for deviation in cheat.deviations {
      let statement = try await stand.commitment(deviation, of: cheat.role, answering: first)
      add(
        Letter(
          statement: statement, needs: needs, words: "a commitment (\(deviation.rawValue))",
          isForged: deviation.mustBeRefused))
      if let first { try goOn([first, statement.digest], needs: needs) }
    }
  }

  /// Openings and last words of every kind, about these commitments and about the same ones in another order.
  private func goOn(_ commits: [Digest], needs: FactSet) throws {
    guard let role = stand.setting.cheat?.role else { return }
    func add(_ statement: SignedStatement, _ words: String, isForged: Bool) {
      self.add(Letter(statement: statement, needs: needs, words: words, isForged: isForged))
    }
    for lie in PieceStand.Lie.allCases {
      for number in 1...stand.setting.pieces + 1 where lie == .none || number == 1 {
        let isForged = number > stand.setting.pieces || lie == .otherExchange || lie == .otherSigner
        add(try stand.opening(number, of: role, commits, lie), "piece \(number) (\(lie))", isForged: isForged)
      }
    }
    add(try stand.opening(1, of: role, commits.reversed(), .none), "piece 1 under other commitments", isForged: true)
    let all = stand.setting.pieces
    for (reason, holds, isForged) in [
      (EndPieces.Reason.complete, all, false), (.complete, 0, true), (.stopped, 0, false), (.stopped, all, false),
      (.stopped, all + 1, true), (.badPiece, 1, false),
    ] {
      add(
        try stand.end(reason, holds: holds, of: role, commits, .none), "a last word (\(reason.rawValue), \(holds))",
        isForged: isForged)
    }
    for lie in [PieceStand.Lie.otherExchange, .otherSigner] {
      add(
        try stand.end(.complete, holds: all, of: role, commits, lie), "a last word (\(lie))", isForged: true)
    }
    add(
      try stand.end(.complete, holds: all, of: role, commits.reversed(), .none), "a last word under other commitments",
      isForged: true)
  }

  private static func words(_ statement: SignedStatement) -> String {
    switch statement.kind {
    case .openPiece: "piece \(statement.journalled(as: OpenPiece.self).number)"
    case .endPieces: "a last word (\(statement.journalled(as: EndPieces.self).reason.rawValue))"
    default: "a commitment"
    }
  }
}
