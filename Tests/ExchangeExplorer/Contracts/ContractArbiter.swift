import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

/// What the arbiter answers to each call, asked of the real arbiter once for each state of its book. It decides each exchange by
/// itself, so each has a book of its own.
final class ContractArbiter {
  enum Answer: Hashable {
    case refused(Refusal)
    case given(ArbiterAnswer)
  }

  struct Effect {
    let book: Int
    let answer: Answer
  }

  private struct Question: Hashable {
    let book: Int
    let call: Digest
    let instant: Instant
  }

  private let stand: ContractStand
  private let records = BookRecords()
  private var books = Interner<Book>()
  private var effects: [Question: Effect] = [:]
  /// The decision that each book holds.
  private(set) var decisions: [SignedStatement?] = [nil]

  init(_ stand: ContractStand) {
    self.stand = stand
    _ = books.intern(Book())
  }

  func verdict(in book: Int) -> ArbiterDecision? { decisions[book]?.journalled(as: ArbiterDecision.self) }

  func ask(_ call: SignedStatement, on book: Int, at instant: Instant) async throws -> Effect {
    let question = Question(book: book, call: call.digest, instant: instant)
    if let known = effects[question] { return known }
    records.book = books[book]
    let arbiter = stand.arbiter(records)
    let answer: Answer
    do {
      answer = .given(try await arbiter.answer(call, at: stand.time(instant)))
    } catch let refusal as Refusal { answer = .refused(refusal) }
    let (number, isNew) = books.intern(records.book)
    if isNew { decisions.append(try await arbiter.decisions(from: 0, limit: 9).last { $0.kind == .decision }) }
    let effect = Effect(book: number, answer: answer)
    effects[question] = effect
    return effect
  }
}
