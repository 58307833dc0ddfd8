import Dispatch
import SemperCoding
public import SemperModel
import Synchronization

/// A card in a real reader, through the PC/SC service of the machine (pcscd).
///
/// The library is loaded when it is first needed. Its calls block, so they are made on a thread of their own for each channel.
/// A reader without a display of its own (class 1) shows nobody what the card is told to pay: the host is trusted for that.
public final class PCSCChannel: CardChannel {
  public static let usualLibrary = "libpcsclite.so.1"

  private let connection: Mutex<PCSCConnection>
  private let queue: DispatchQueue

  /// Throws `CardFailure(.noLibrary)` when this machine has no PC/SC library; nothing else is looked at yet.
  public init(reader: String, library: String = usualLibrary) throws(CardFailure) {
    connection = Mutex(PCSCConnection(try PCSCLibrary(path: library), reader: reader))
    queue = DispatchQueue(label: "semper.pcsc.\(reader)")
  }

  deinit { connection.withLock { $0.close() } }

  /// The names of the readers at this machine.
  public static func readers(library: String = usualLibrary) async throws(CardFailure) -> [String] {
    let channel = try PCSCChannel(reader: "", library: library)
    return try await channel.run { connection throws(CardFailure) in try connection.readers() }
  }

  public func transmit(_ command: CommandAPDU) async throws(CardFailure) -> ResponseAPDU {
    let bytes = command.bytes
    let answer = try await run { connection throws(CardFailure) in try connection.transmit(bytes) }
    do {
      return try ResponseAPDU(bytes: answer)
    } catch {
      throw CardFailure(.malformed, "the card's answer is none: \(error)")
    }
  }

  public func hold() async throws(CardFailure) {
    try await run { connection throws(CardFailure) in try connection.begin() }
  }

  public func release() async {
    try? await run { connection throws(CardFailure) in connection.end() }
  }

  /// Waits for a card to be put in, or taken out.
  ///
  /// Throws `CardFailure(.noCard)` or `.inUse` when that does not happen in time.
  public func wait(forCard present: Bool = true, within span: Span) async throws(CardFailure) {
    let milliseconds = UInt(max(0, span.seconds)) * 1000
    let happened = try await run { connection throws(CardFailure) in
      try connection.wait(forCard: present, milliseconds: milliseconds)
    }
    guard !happened else { return }
    throw present
      ? CardFailure(.noCard, "no card was put into the reader")
      : CardFailure(.inUse, "the card was not taken out of the reader")
  }

  private func run<Result: Sendable>(
    _ work: @escaping @Sendable (inout PCSCConnection) throws(CardFailure) -> Result
  ) async throws(CardFailure) -> Result {
    let result = await withCheckedContinuation { continuation in
      queue.async { [self] in
        let result = connection.withLock { connection in
          Swift.Result { () throws(CardFailure) in try work(&connection) }
        }
        continuation.resume(returning: result)
      }
    }
    return try result.get()
  }
}
