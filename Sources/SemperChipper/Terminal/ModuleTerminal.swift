public import SemperModel

/// A merchant's module as the merchant's terminal speaks with it, here or over a network.
///
/// Every command may be repeated: the same again gets the same answer. A `Refusal` is the module's final no; any other error
/// means that the outcome is unknown and the command has to be sent again.
public struct ModuleTerminal: Sendable {
  public let channel: any CardChannel

  public init(_ channel: any CardChannel) { self.channel = channel }

  public func select() async throws -> ModuleProfile {
    let command = CommandAPDU(
      classByte: Instruction.isoClass, Instruction.select, p1: 4, data: Module.identifier, expected: 256)
    var fields = try await channel.ask(command, answer: 1 + ModuleProfile.size)
    guard fields.integer(UInt8.self) == 1, let profile = fields.moduleProfile() else {
      throw CardFailure(.malformed, "the card is no module of this profile")
    }
    return profile
  }

  /// “Go” for a purse's offer: S2, with which the purse pays. Whoever calls has compared amount and reference with the deal.
  public func order(_ offer: PurseOffer) async throws -> Seal {
    let command = CommandAPDU(Instruction.order, data: offer.orderFields, expected: Seal.size)
    var fields = try await channel.ask(command, answer: Seal.size, blame: .peer)
    return fields.seal()
  }

  /// Takes an incremental purchase on.
  public func open(_ offer: PurseOffer) async throws {
    let command = CommandAPDU(Instruction.order, data: offer.orderFields)
    _ = try await channel.send(command, answer: 0, blame: .peer)
  }

  /// “Go” for an incremental purchase up to a total.
  public func order(_ offer: PurseOffer, upTo total: UInt32) async throws -> Seal {
    let data = offer.terms.purse.bytes + offer.terms.number.field + total.field
    let command = CommandAPDU(Instruction.step, data: data, expected: Seal.size)
    var fields = try await channel.ask(command, answer: Seal.size, blame: .peer)
    return fields.seal()
  }

  /// Ends an incremental purchase; `nil` when nothing was paid.
  ///
  /// - Parameter givingUp: also when the purse may have paid more than it has told.
  public func end(_ offer: PurseOffer, givingUp: Bool = false) async throws -> ModuleReceipt? {
    let data = offer.terms.purse.bytes + offer.terms.number.field
    let command = CommandAPDU(
      Instruction.step, p1: 1, p2: givingUp ? 1 : 0, data: data, expected: ModuleReceipt.size)
    return try await channel.send(command, answer: ModuleReceipt.size, orNothing: true, blame: .peer)
      .map(ModuleReceipt.init)
  }

  /// Hands a purse's word over; the receipt when a payment, or a cancellation, is complete with it.
  public func complete(_ completion: PurseCompletion) async throws -> ModuleReceipt? {
    let command = CommandAPDU(Instruction.complete, data: completion.bytes, expected: ModuleReceipt.size)
    return try await channel.send(command, answer: ModuleReceipt.size, orNothing: true, blame: .peer)
      .map(ModuleReceipt.init)
  }

  /// Seals a refund of the merchant's; the provider carries it out.
  public func refund(_ amount: UInt32, to purse: CardNumber, reference: Digest) async throws -> ModuleRefund {
    let module = try await select().number
    let data = purse.bytes + amount.field + reference.bytes
    var fields = try await channel.ask(
      CommandAPDU(Instruction.refund, data: data, expected: Seal.size), answer: Seal.size)
    return ModuleRefund(module: module, purse: purse, amount: amount, reference: reference, seal: fields.seal())
  }

  public func status() async throws -> ModuleStatus {
    let command = CommandAPDU(Instruction.status, expected: ModuleStatus.size)
    var fields = try await channel.ask(command, answer: ModuleStatus.size)
    return fields.moduleStatus()
  }

  /// The closed batch with all its records, for the acquirer; `nil` when there is nothing to collect.
  public func batch() async throws -> (batch: ModuleBatch, records: [ModuleRecord])? {
    let batch: ModuleBatch
    do {
      let command = CommandAPDU(Instruction.closeBatch, expected: ModuleBatch.size)
      var fields = try await channel.ask(command, answer: ModuleBatch.size)
      batch = fields.moduleBatch()
    } catch let refusal as Refusal where refusal.code == .notFound {
      return nil
    }
    var records: [ModuleRecord] = []
    for index in 0..<batch.count {
      let command = CommandAPDU(
        Instruction.readRecord, p1: UInt8(index >> 8), p2: UInt8(index & 0xFF), expected: ModuleRecord.size)
      var fields = try await channel.ask(command, answer: ModuleRecord.size)
      guard let record = fields.moduleRecord() else {
        throw CardFailure(.malformed, "the module's record makes no sense")
      }
      records.append(record)
    }
    return (batch, records)
  }

  /// Lets the module forget the batch, with the acquirer's seal.
  public func acknowledge(_ counter: UInt32, seal: Seal) async throws {
    let command = CommandAPDU(Instruction.acknowledge, data: counter.field + seal.bytes)
    _ = try await channel.send(command, answer: 0)
  }

  /// Takes everything to the acquirer, lets the module forget what has arrived there, and brings it the block list. May be broken
  /// off and begun again at any point.
  ///
  /// Returns what the merchant was credited with, in minor units; zero when there was nothing.
  @discardableResult
  public func collect(at host: any PurseHost, now: Timestamp) async throws -> Int64 {
    let module = try await select().number
    var credited: Int64 = 0
    while true {
      let closed = try await batch()
      let delivery = ModuleDelivery(
        module: module, batch: closed?.batch, records: closed?.records ?? [], blocked: try await status().blocked)
      let discharge = try await host.collect(delivery, now: now)
      credited += discharge.credited
      if let batch = closed?.batch, let seal = discharge.acknowledgement {
        try await acknowledge(batch.counter, seal: seal)
      }
      for part in discharge.blockList { try await block(part.bytes) }
      if closed == nil, discharge.blockList.isEmpty { return credited }
    }
  }

  func block(_ list: [UInt8]) async throws {
    _ = try await channel.send(CommandAPDU(Instruction.block, data: list), answer: 0)
  }
}
