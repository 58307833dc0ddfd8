public import SemperCoding
import SemperCryptography

/// The merchant's security module (PSAM of EN 1546): it tells purses to pay, checks that they did, and collects.
///
/// It says “go” once for each purse and number, remembers every purchase between “go” and “done” however often it loses power, and
/// credits each exactly once. It refuses new purchases, never the completion of old ones, when its memory is full.
public struct Module: CardApplication {
  /// Proprietary (ISO/IEC 7816-5, category F): F0 “SEMPER” 02.
  public static let identifier: [UInt8] = [0xF0] + Array("SEMPER".utf8) + [2]
  public static let answerToReset: [UInt8] = answerToReset(historical: "SEMPER-2")

  /// K_P by version: the versions whose purses are taken.
  let purchaseKeys: [UInt8: any MasterKey]
  var state: ModuleState
  public var session = ModuleSession()
  public internal(set) var event: ModuleEvent?

  public init(_ state: ModuleState, purchaseKeys: [UInt8: any MasterKey]) {
    self.state = state
    self.purchaseKeys = purchaseKeys
  }

  /// From the stored state.
  public init(stateBytes: [UInt8], purchaseKeys: [UInt8: any MasterKey]) throws(CodingError) {
    self.init(try ModuleState(bytes: stateBytes), purchaseKeys: purchaseKeys)
  }

  public var stateBytes: [UInt8] { state.bytes }

  public mutating func respond(to command: CommandAPDU, random: [UInt8]) -> ResponseAPDU {
    event = nil
    do {
      switch (command.classByte, command.instruction) {
      case (Instruction.isoClass, Instruction.select): return ResponseAPDU(try select(command))
      case (Instruction.ownClass, _): return ResponseAPDU(try answer(command))
      case (Instruction.isoClass, _): return ResponseAPDU([], .unknownInstruction)
      default: return ResponseAPDU([], .unknownClass)
      }
    } catch {
      return ResponseAPDU([], error)
    }
  }

  private mutating func answer(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    switch command.instruction {
    case Instruction.order: try order(command)
    case Instruction.complete: try complete(command)
    case Instruction.step: try step(command)
    case Instruction.closeBatch: try closeBatch(command)
    case Instruction.readRecord: try readRecord(command)
    case Instruction.acknowledge: try acknowledge(command)
    case Instruction.block: try block(command)
    case Instruction.status: try tellStatus(command)
    case Instruction.refund: try refund(command)
    default: throw .unknownInstruction
    }
  }

  private func select(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(4, 0)
    guard command.data == Self.identifier else { throw .applicationNotFound }
    let answer: [UInt8] = [1] + state.profile.bytes
    try command.answers(with: answer.count)
    return answer
  }

  /// The key of a purse's transaction, from K_P.
  func key(of purchase: OpenPurchase) throws(StatusWord) -> SessionKey {
    guard let master = purchaseKeys[purchase.keyVersion] else { throw .wrongData }
    do {
      return try master.cardKey(.purchase, of: purchase.terms.purse, version: purchase.keyVersion)
        .session(purchase.terms.number)
    } catch {
      throw .keyUnavailable
    }
  }
}
