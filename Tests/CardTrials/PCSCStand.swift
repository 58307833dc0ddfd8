public import SemperChipper
import SemperModel
import Synchronization

/// Cards in the two slots of pcscd's virtual reader.
public final class PCSCStand: CardStand {
  public static let readers = ["Virtual PCD 00 00", "Virtual PCD 00 01"]
  private static let firstPort = 35963
  private static let patience = Span(seconds: 20)

  private struct Slots {
    var purse: Card<Purse>?
    var module: Card<Module>?
    var bridges: [Int: Task<Void, any Error>] = [:]
  }

  private let slots = Mutex(Slots())

  public init() {}

  deinit { slots.withLock { for bridge in $0.bridges.values { bridge.cancel() } } }

  public func insert(_ purse: Card<Purse>, _ module: Card<Module>) async throws {
    slots.withLock { slots in
      slots.purse = purse
      slots.module = module
    }
    try await place(purse, in: 0)
    try await place(module, in: 1)
  }

  public func purse() throws -> any CardChannel { try PCSCChannel(reader: Self.readers[0]) }
  public func module() throws -> any CardChannel { try PCSCChannel(reader: Self.readers[1]) }

  public func pullPurse() async throws(CardFailure) {
    guard let card = slots.withLock({ $0.purse }) else { throw CardFailure(.noCard, "no purse is in") }
    try await place(card, in: 0)
  }

  public func pullModule() async throws(CardFailure) {
    guard let card = slots.withLock({ $0.module }) else { throw CardFailure(.noCard, "no module is in") }
    try await place(card, in: 1)
  }

  /// Takes out what is in the slot, waits until the reader has noticed, and puts the card in.
  private func place<Application: CardApplication>(
    _ card: Card<Application>, in slot: Int
  ) async throws(CardFailure) {
    if let bridge = slots.withLock({ $0.bridges.removeValue(forKey: slot) }) {
      bridge.cancel()
      _ = await bridge.result
    }
    let reader = try PCSCChannel(reader: Self.readers[slot])
    try await reader.wait(forCard: false, within: Self.patience)
    let bridge = VPCDBridge(card, port: Self.firstPort + slot)
    let task = Task { try await bridge.run() }
    slots.withLock { $0.bridges[slot] = task }
    try await reader.wait(forCard: true, within: Self.patience)
  }
}
