import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

/// What the arbiter answers to each call in each state of its book, asked of the arbiter once for each case.
final class ArbiterTable {
  enum Answer: Hashable {
    case refused(Refusal)
    case given(ArbiterAnswer, secret: OpeningSecret?)

    static func == (left: Answer, right: Answer) -> Bool {
      switch (left, right) {
      case (.refused(let left), .refused(let right)): left == right
      // Sealed anew each time, so it is compared by what it holds.
      case (.given(let left, let ours), .given(let right, let theirs)):
        left.decision == right.decision && left.commitResponder == right.commitResponder && ours == theirs
      case (.refused, .given), (.given, .refused): false
      }
    }

    func hash(into hasher: inout Hasher) {
      switch self {
      case .refused(let refusal): hasher.combine(refusal)
      case .given(let answer, let secret):
        hasher.combine(answer.decision)
        hasher.combine(secret)
      }
    }
  }

  /// What a book says, for those who judge.
  struct Reading {
    var decision: ArbiterDecision?
    /// The abort, which everybody may show.
    var abort: SignedStatement?
    /// Final verdicts that it has signed; two of them convict it.
    var finals: Set<ArbiterDecision.Verdict> = []
    /// It has decided otherwise than to abort what nobody had brought to it before the exchange closed.
    var isTooLate = false
    /// Whose fault it has said that something was.
    var convicted: Set<ExchangeRole> = []
    /// All decisions, which everybody may know, and what a malicious party learns when it asks.
    var facts: FactSet = 0
  }

  struct Effect {
    let book: Int
    let answer: Int
  }

  private let stage: Stage
  private let records: BookRecords
  private let facts: Facts
  private let bout: Int
  private(set) var books = Interner<Book>()
  private(set) var readings: [Reading] = []
  private(set) var answers = Interner<Answer>()
  private(set) var calls = Interner<SignedStatement>()
  private var callers: [ExchangeRole] = []
  /// For each book, moment and window, by call.
  private var effects: [[Effect?]] = []

  init(_ stage: Stage, records: BookRecords, facts: Facts, bout: Int) async throws {
    (self.stage, self.records, self.facts, self.bout) = (stage, records, facts, bout)
    _ = try await number(of: Book(), at: Instant.start)
  }

  func number(of call: SignedStatement, by caller: ExchangeRole) -> Int {
    let (number, isNew) = calls.intern(call)
    if isNew { callers.append(caller) }
    return number
  }

  private static let clocks = Instant.allCases.count * 2

  private func row(_ book: Int, _ instant: Instant, _ ended: Bool) -> Int {
    book * Self.clocks + Int(instant.rawValue) * 2 + (ended ? 1 : 0)
  }

  /// `nil` when the arbiter has not been asked yet.
  func effect(of call: Int, on book: Int, at instant: Instant, ended: Bool) -> Effect? {
    let row = row(book, instant, ended)
    return call < effects[row].count ? effects[row][call] : nil
  }

  /// The arbiter's time: its window is over when the world says so.
  private func time(_ book: Int, _ instant: Instant, _ ended: Bool) -> Timestamp {
    guard ended, let closes = readings[book].decision?.closes else { return stage.time(instant) }
    return max(closes, stage.time(instant))
  }

  func ask(_ call: Int, on book: Int, at instant: Instant, ended: Bool) async throws {
    let time = time(book, instant, ended)
    records.book = books[book]
    let answer = try await answer(calls[call], of: callers[call], at: time)
    let next = try await number(of: records.book, at: time)
    let row = row(book, instant, ended)
    while effects[row].count <= call { effects[row].append(nil) }
    effects[row][call] = Effect(book: next, answer: answers.intern(answer).number)
  }

  private func answer(_ call: SignedStatement, of caller: ExchangeRole, at time: Timestamp) async throws -> Answer {
    do {
      let answer = try await stage.arbiter.answer(call, at: time)
      return .given(
        answer, secret: stage.verifier.peerSecret(answer, as: caller, with: stage.cast.reply(caller)))
    } catch let refusal as Refusal {
      return .refused(refusal)
    }
  }

  private func number(of book: Book, at time: Timestamp) async throws -> Int {
    let (number, isNew) = books.intern(book)
    if isNew {
      readings.append(try await read(book, at: time))
      effects += Array(repeating: [], count: Self.clocks)
    }
    return number
  }

  private func read(_ book: Book, at time: Timestamp) async throws -> Reading {
    records.book = book
    var reading = Reading()
    for signed in try await stage.arbiter.decisions(from: 0, limit: 99) {
      let decision = try stage.verifier.decision(signed, commits: nil).content
      if reading.decision == nil, decision.issued > stage.terms.header.closes, decision.verdict != .aborted {
        reading.isTooLate = true
      }
      reading.decision = decision
      if decision.verdict.isFinal { reading.finals.insert(decision.verdict) }
      if decision.verdict == .aborted { reading.abort = signed }
      switch decision.cause {
      case .faultOriginator: reading.convicted.insert(.originator)
      case .faultResponder: reading.convicted.insert(.responder)
      case .asked, .closed, .windowEnded, .accepted: break
      }
      // Decisions are of use to a malicious party only.
      if stage.setting.cheat != nil { reading.facts |= facts.bit(.decided(signed), of: bout) }
    }
    guard let cheat = stage.setting.cheat?.role, reading.decision != nil else { return reading }
    let query = try stage.sign(.query, as: cheat)
    if case .given(_, secret: .some) = try await answer(query, of: cheat, at: time) {
      reading.facts |= facts.bit(.secret(cheat.peer), of: bout)
    }
    records.book = book
    return reading
  }
}
