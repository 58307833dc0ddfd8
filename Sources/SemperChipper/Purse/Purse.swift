public import SemperCoding

/// The customer's purse (IEP of EN 1546): value on a card, profile `chipper/1`. Play money only.
///
/// It pays only against a seal S2 that its provider or a merchant's module made for exactly this card, number, amount, deal
/// and counterpart; one wrong seal ends the transaction. The counter is durable before S1 leaves, and a transaction once left can
/// never be completed later, so that GET PREVIOUS SIGNATURE gives a final answer about every number.
public struct Purse: CardApplication {
  /// Proprietary (ISO/IEC 7816-5, category F): F0 “SEMPER” 01.
  public static let identifier: [UInt8] = [0xF0] + Array("SEMPER".utf8) + [1]
  public static let answerToReset: [UInt8] = answerToReset(historical: "SEMPER-1")

  var state: PurseState
  public var session = PurseSession()

  public init(_ state: PurseState) { self.state = state }

  /// From the stored state.
  public init(stateBytes: [UInt8]) throws(CodingError) { state = try PurseState(bytes: stateBytes) }

  public var stateBytes: [UInt8] { state.bytes }

  public mutating func respond(to command: CommandAPDU, random: [UInt8]) -> ResponseAPDU {
    do {
      switch command.classByte {
      case Instruction.isoClass: return ResponseAPDU(try answerISO(command, random))
      case Instruction.ownClass: return ResponseAPDU(try answer(command, random))
      default: return ResponseAPDU([], .unknownClass)
      }
    } catch {
      return ResponseAPDU([], error)
    }
  }

  private mutating func answerISO(_ command: CommandAPDU, _ random: [UInt8]) throws(StatusWord) -> [UInt8] {
    switch command.instruction {
    case Instruction.select: try select(command)
    case Instruction.verify: try verify(command)
    case Instruction.changePIN: try changePIN(command)
    case Instruction.challenge: try challenge(command, random)
    default: throw .unknownInstruction
    }
  }

  private mutating func answer(_ command: CommandAPDU, _ random: [UInt8]) throws(StatusWord) -> [UInt8] {
    switch command.instruction {
    case Instruction.initialize: try initialize(command, random)
    case Instruction.credit: try credit(command)
    case Instruction.debit: try debit(command)
    case Instruction.update: try update(command)
    case Instruction.history: try history(command)
    case Instruction.balance: try tellBalance(command)
    default: throw .unknownInstruction
    }
  }

  private mutating func select(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(4, 0)
    guard command.data == Self.identifier else { throw .applicationNotFound }
    let answer: [UInt8] = [1] + state.profile.bytes
    try command.answers(with: answer.count)
    session = PurseSession()
    return answer
  }

  private func tellBalance(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(0, 0)
    _ = try command.fields(0)
    try command.answers(with: 4)
    return state.balance.field
  }
}
