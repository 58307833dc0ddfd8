import SemperArchive
import SemperCryptography
import SemperExchange
import SemperModel

/// What a delivery agent does in each state of its records, asked of the real agent once for each case. Each of its acts is one
/// transaction, so that it is done or not.
final class AgentTable {
  private enum Act: Hashable {
    case submit(letter: Int, commission: SignedStatement)
    case handOver(TransferReply, of: Digest?, recipient: Thumbprint)
  }

  private struct Question: Hashable {
    let book: Int
    let act: Act
    let isClosed: Bool
  }

  struct Effect {
    let book: Int
    let token: SignedStatement?
  }

  private let key: SigningKey
  private let records = BookRecords()
  private(set) var books = Interner<Book>()
  private var effects: [Question: Effect] = [:]
  private var progresses: [Int: [Digest: [Thumbprint: DeliveryProgress]]] = [:]
  private var carried: [Int: [(recipient: Thumbprint, letter: TransferLetter, transfer: Digest?)]] = [:]

  init(_ key: SigningKey) {
    self.key = key
    _ = books.intern(Book())
  }

  private var agent: DeliveryAgent { DeliveryAgent(records: records, key: key) }

  func submit(
    _ letter: TransferLetter, _ number: Int, commissioned commission: SignedStatement, on book: Int, _ isClosed: Bool
  ) async -> Effect {
    let question = Question(book: book, act: .submit(letter: number, commission: commission), isClosed: isClosed)
    if let known = effects[question] { return known }
    records.book = books[book]
    let token = try? await agent.submit(letter, on: commission, at: TransferStand.time(isClosed))
    let effect = Effect(book: books.intern(records.book).number, token: token)
    effects[question] = effect
    return effect
  }

  /// Brings its letters, and is answered so by one recipient: of one transfer, or of each.
  func handOver(
    _ reply: TransferReply, of transfer: Digest?, by recipient: Thumbprint, on book: Int, _ isClosed: Bool
  ) async -> Effect {
    let question = Question(
      book: book, act: .handOver(reply, of: transfer, recipient: recipient), isClosed: isClosed)
    if let known = effects[question] { return known }
    records.book = books[book]
    _ = try? await agent.handOver(
      over: ScriptedLink(recipient: recipient, reply: reply, transfer: transfer), at: TransferStand.time(isClosed))
    let effect = Effect(book: books.intern(records.book).number, token: nil)
    effects[question] = effect
    return effect
  }

  /// The letter of a transfer that it would bring to a recipient now.
  func letter(of transfer: Digest?, for recipient: Thumbprint, on book: Int) async -> TransferLetter? {
    if carried[book] == nil {
      records.book = books[book]
      let link = ListeningLink()
      _ = try? await agent.handOver(over: link, at: TransferStand.start)
      carried[book] = link.letters.map { ($0.recipient, $0.letter, $0.letter.shownManifest?.digest) }
    }
    return carried[book]?.first { $0.recipient == recipient && $0.transfer == transfer }?.letter
  }

  /// How far it says that it has come with one transfer, for each recipient of whom it knows a letter.
  func progress(of transfer: Digest, to recipients: [Thumbprint], on book: Int) async -> [Thumbprint: DeliveryProgress]
  {
    if let known = progresses[book]?[transfer] { return known }
    records.book = books[book]
    var found: [Thumbprint: DeliveryProgress] = [:]
    for recipient in recipients { found[recipient] = try? await agent.progress(of: transfer, to: recipient) }
    progresses[book, default: [:]][transfer] = found
    return found
  }
}
