public import SemperModel

/// A customer's purse as a terminal speaks with it.
///
/// A `Refusal` is the card's final no to a command, which then changed nothing; any other error means that it is unknown
/// whether the command was carried out: ask with `outcome`.
public struct PurseTerminal: Sendable {
  public let channel: any CardChannel

  public init(_ channel: any CardChannel) { self.channel = channel }

  /// Selects the purse, which ends what was open and forgets a PIN that was shown.
  public func select() async throws -> PurseProfile {
    let command = CommandAPDU(
      classByte: Instruction.isoClass, Instruction.select, p1: 4, data: Purse.identifier, expected: 256)
    var fields = try await channel.ask(command, answer: 1 + PurseProfile.size)
    guard fields.integer(UInt8.self) == 1, let profile = fields.purseProfile() else {
      throw CardFailure(.malformed, "the card is no purse of this profile")
    }
    return profile
  }

  /// What the purse holds, in minor units.
  public func balance() async throws -> UInt32 {
    var fields = try await channel.ask(CommandAPDU(Instruction.balance, expected: 4), answer: 4)
    return fields.integer()
  }

  /// Shows the owner's PIN, for the transactions until the next reset.
  public func verify(_ pin: PIN) async throws {
    let command = CommandAPDU(classByte: Instruction.isoClass, Instruction.verify, p2: 1, data: pin.block)
    _ = try await channel.send(command, answer: 0)
  }

  public func changePIN(from old: PIN, to new: PIN) async throws {
    let command = CommandAPDU(
      classByte: Instruction.isoClass, Instruction.changePIN, p2: 1, data: old.block + new.block)
    _ = try await channel.send(command, answer: 0)
  }

  /// Begins a transaction: the purse's number and S1. Nothing has moved yet.
  public func initialize(
    _ kind: TransactionKind, amount: UInt32, reference: Digest, terminal: CardNumber, on date: CardDate
  ) async throws -> PurseOffer {
    let command = CommandAPDU(
      Instruction.initialize, p1: kind.rawValue,
      data: amount.field + reference.bytes + terminal.bytes + date.value.field, expected: PurseOffer.answerSize)
    var fields = try await channel.ask(command, answer: PurseOffer.answerSize)
    return PurseOffer(&fields, kind: kind, amount: amount, reference: reference, terminal: terminal)
  }

  /// Carries out the transaction that was begun, with S2. From here on money may have moved.
  public func carryOut(_ offer: PurseOffer, order: Seal) async throws -> PurseCompletion {
    let credits = offer.terms.kind.isCredit
    return try await complete(
      offer, amount: offer.terms.amount, credits ? Instruction.credit : Instruction.debit, order.bytes)
  }

  /// Pays up to a total of an incremental purchase.
  public func pay(_ offer: PurseOffer, upTo total: UInt32, order: Seal) async throws -> PurseCompletion {
    try await complete(offer, amount: total, Instruction.debit, total.field + order.bytes)
  }

  private func complete(
    _ offer: PurseOffer, amount: UInt32, _ instruction: UInt8, _ data: [UInt8]
  ) async throws -> PurseCompletion {
    let size = 4 + Seal.size
    var fields = try await channel.ask(CommandAPDU(instruction, data: data, expected: size), answer: size)
    return PurseCompletion(
      purse: offer.terms.purse, number: offer.terms.number, amount: amount, balance: fields.integer(),
      seal: fields.seal())
  }

  /// What became of a number: the purse's final word, with S3. If the transaction was open, it is not any more.
  public func outcome(of number: UInt16, _ kind: TransactionKind) async throws -> PurseEntry {
    try await entry(
      CommandAPDU(
        Instruction.history, p1: 1, p2: kind.rawValue, data: number.field, expected: PurseEntry.size))
  }

  /// What became of the last number: its entry, or that it did nothing. If the transaction was open, it is not any more.
  public func lastOutcome(_ kind: TransactionKind) async throws -> PurseEntry {
    try await entry(CommandAPDU(Instruction.history, p1: 0, p2: kind.rawValue, expected: PurseEntry.size))
  }

  /// What the purse remembers, newest first: loads and unloads, or purchases.
  public func entries(ofLoads loads: Bool) async throws -> [PurseEntry] {
    var entries: [PurseEntry] = []
    for index in 0..<UInt8(PurseState.logSize) {
      do {
        let position = index | (loads ? 0 : 0x80)
        entries.append(
          try await entry(CommandAPDU(Instruction.history, p1: 2, p2: position, expected: PurseEntry.size)))
      } catch let refusal as Refusal where refusal.code == .notFound {
        break
      }
    }
    return entries
  }

  private func entry(_ command: CommandAPDU) async throws -> PurseEntry {
    var fields = try await channel.ask(command, answer: PurseEntry.size)
    guard let entry = fields.purseEntry() else { throw CardFailure(.malformed, "the purse's entry makes no sense") }
    return entry
  }

  /// Eight bytes that the provider's next change has to answer.
  public func challenge() async throws -> [UInt8] {
    let command = CommandAPDU(classByte: Instruction.isoClass, Instruction.challenge, expected: 8)
    var fields = try await channel.ask(command, answer: 8)
    return fields.bytes(8)
  }

  /// Makes a change that the provider has sealed for the last challenge.
  public func apply(_ update: PurseUpdate, seal: Seal) async throws {
    let command = CommandAPDU(Instruction.update, p1: update.field.rawValue, data: update.data + seal.bytes)
    _ = try await channel.send(command, answer: 0)
  }
}
