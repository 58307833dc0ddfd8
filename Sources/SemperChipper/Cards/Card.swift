public import SemperArchive
import SemperCoding
import Synchronization

/// One card: an application with its memory in an archive.
///
/// Each command that changes something is one transaction of the archive: the change is durable before the answer leaves, or nothing
/// has changed. When the memory fails, the card gives no answer and forgets its session, as a card does that loses power; whether
/// the command was carried out is then known only by asking the card again.
public final class Card<Application: CardApplication>: Sendable {
  private static var table: RecordTable { RecordTable("chipper_cards") }

  private let records: any Records
  private let name: [UInt8]
  private let resume: @Sendable ([UInt8]) throws -> Application
  private let random: @Sendable () -> [UInt8]
  private let session = Mutex(Application.Session())
  /// One command after the other.
  private let line = Turnstile()
  /// Who of this process speaks with the card now.
  let turnstile = Turnstile()

  /// - Parameters:
  ///   - name: the card's place in the archive.
  ///   - random: eight bytes from a generator that cannot be guessed.
  ///   - resume: makes the application from its stored state.
  public init(
    in records: any Records, named name: String, random: @escaping @Sendable () -> [UInt8] = Card.systemRandom,
    resume: @escaping @Sendable ([UInt8]) throws -> Application
  ) {
    self.records = records
    self.name = Array(name.utf8)
    self.random = random
    self.resume = resume
  }

  /// Eight bytes of the system's generator.
  public static var systemRandom: @Sendable () -> [UInt8] {
    {
      var generator = SystemRandomNumberGenerator()
      return (0..<8).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
  }

  public var answerToReset: [UInt8] { Application.answerToReset }

  /// Whether there is a card in the memory.
  public var isPersonalised: Bool {
    get async throws { try await records.read { [name] in try $0.value(name, in: Self.table) != nil } }
  }

  /// Puts a personalised application into the memory; `false`, and no change, when there is a card already.
  public func personalise(_ application: Application) async throws -> Bool {
    let state = application.stateBytes
    return try await records.transact { [name] in try $0.insert(state, for: name, in: Self.table) }
  }

  /// Power off and on, or a reset: the session is forgotten.
  public func reset() { session.withLock { $0 = Application.Session() } }

  /// Carries out one command.
  public func process(_ bytes: [UInt8]) async throws(CardFailure) -> [UInt8] {
    do {
      return try await report(on: bytes).answer
    } catch {
      throw CardFailure(ofCard: error)
    }
  }

  /// Carries out one command, and tells with the answer what the application reports of it. Throws a `CardFailure`.
  func report(on bytes: [UInt8]) async throws -> (answer: [UInt8], event: Application.Event?) {
    guard let command = try? CommandAPDU(bytes: bytes) else {
      return (ResponseAPDU([], .wrongLength).bytes, nil)
    }
    await line.enter()
    defer { line.leave() }
    do {
      return try await respond(to: command)
    } catch {
      reset()
      throw CardFailure(ofCard: error)
    }
  }

  /// What changes nothing writes nothing.
  private func respond(to command: CommandAPDU) async throws -> (answer: [UInt8], event: Application.Event?) {
    guard let stored = try await records.read({ [name] in try $0.value(name, in: Self.table) }) else {
      throw CardFailure(.noCard, "no card has been personalised here; get one from the provider")
    }
    var application = try resume(stored)
    application.session = session.withLock { $0 }
    let response = application.respond(to: command, random: random())
    let state = application.stateBytes
    if state != stored {
      let isKept = try await records.transact { [name] in
        try $0.replace(stored, with: state, for: name, in: Self.table)
      }
      guard isKept else { throw CardFailure(.inUse, "somebody else has used this card's memory; ask the card again") }
    }
    session.withLock { [session = application.session] in $0 = session }
    return (response.bytes, application.event)
  }
}

extension CardFailure {
  fileprivate init(ofCard error: any Error) {
    self =
      error as? CardFailure
      ?? CardFailure(.noAnswer, "the card's memory failed: \(error); ask the card again")
  }
}
