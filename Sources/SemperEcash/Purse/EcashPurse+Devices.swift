import SemperArchive
import SemperCoding
import SemperCryptography
import SemperEngine
import SemperModel

// Several devices may share a seed. Each makes its coins at places of its own, under a number that no other device has used
// at the mint. There is no register of numbers: two devices may take the same one at the same time. Then the mint refuses
// the blinded message that comes second, nothing is lost, and that device moves on to another number.
extension EcashPurse {
  /// How many counters of each key are looked at to see whether a device has ever been there.
  private static let probed = 5
  /// How often an order is made anew because another device was at its places.
  private static let mostMoves = 16

  /// Makes this purse a device of its own beside others that use the same seed, without touching their coins. Call it before
  /// the first order of the new device; later it changes nothing.
  public func joinOtherDevices() async throws {
    guard try await !hasPlace() else { return }
    try await takePlace(nextFree(after: -1))
  }

  /// Carries out the order that is made, again under another device number when another device was first.
  func carryOutMovingAside(_ open: () async throws -> PurseOrder) async throws -> PurseResult {
    for _ in 0..<Self.mostMoves {
      let order = try await open()
      do {
        return try await carryOut(order)
      } catch let refusal as Refusal where refusal.code == .idReused {
        guard try await moveAside(from: order) else { throw refusal }
      }
    }
    throw Refusal(.unavailable, blame: .us, "other devices with this seed are using its coins; try again later")
  }

  /// Whether the mint has signed what the order wanted to be new; then this purse takes another number.
  private func moveAside(from order: PurseOrder) async throws -> Bool {
    guard !order.outputs.isEmpty else { return false }
    let keys = try await mintKeys()
    let outputs = try order.outputs.compactMap { slot in
      try keys[slot.key].map { try seed.blank(slot, under: $0.key).output }
    }
    guard try await !client.restore(RestoreRequest(outputs: outputs)).found.isEmpty else { return false }
    let (was, next) = (order.outputs[0].device, try await nextFree(after: order.outputs[0].device))
    try await records.transact { transaction in
      // An order that runs beside may have moved the purse already.
      guard try PurseBook.device(transaction) ?? 0 == was else { return }
      try PurseBook(transaction: transaction).setDevice(next)
    }
    return true
  }

  private func nextFree(after device: Int) async throws -> Int {
    let (keys, now) = (try await mintKeys(), await time.now())
    let live = keys.list.content.keys.filter { now < $0.spendEnd }
    var next = device + 1
    while try await hasIssued(next, under: live) { next += 1 }
    return next
  }

  /// Whether the mint has ever signed a coin of a device, as its first places under each key tell.
  func hasIssued(_ device: Int, under keys: [DenominationKey]) async throws -> Bool {
    let slots = keys.flatMap { key in
      (0..<Self.probed).map {
        (key, CoinSlot(key: key.id, counter: $0, denomination: key.denomination, device: device))
      }
    }
    for start in stride(from: 0, to: slots.count, by: MintLimits.restore) {
      let outputs = try slots[start..<min(start + MintLimits.restore, slots.count)]
        .map { try seed.blank($0.1, under: $0.0.key).output }
      if try await !client.restore(RestoreRequest(outputs: outputs)).found.isEmpty { return true }
    }
    return false
  }

  /// Takes a number, unless this purse has one or has begun as the first device.
  func takePlace(_ device: Int) async throws {
    try await records.transact { transaction in
      guard try !PurseBook.hasPlace(transaction) else { return }
      try PurseBook(transaction: transaction).setDevice(device)
    }
  }

  private func hasPlace() async throws -> Bool { try await records.read { try PurseBook.hasPlace($0) } }
}

extension PurseBook {
  static func hasPlace(_ reader: any RecordReader) throws -> Bool {
    let orders = [PurseTables.history, PurseTables.orders, PurseTables.expected]
    return try device(reader) != nil
      || orders.contains { try !reader.list($0, prefix: [], after: nil, limit: 1).isEmpty }
  }
}
