/// The instruction bytes. 50 to 5C, 70 to 7E and 4A have the class byte 90, the others, of ISO/IEC 7816-4, the class byte 00.
enum Instruction {
  static let isoClass: UInt8 = 0x00
  static let ownClass: UInt8 = 0x90

  static let select: UInt8 = 0xA4
  static let verify: UInt8 = 0x20
  static let changePIN: UInt8 = 0x24
  static let challenge: UInt8 = 0x84

  // The purse
  static let initialize: UInt8 = 0x50
  static let credit: UInt8 = 0x52
  static let debit: UInt8 = 0x54
  static let update: UInt8 = 0x58
  static let history: UInt8 = 0x5A
  static let balance: UInt8 = 0x5C

  // The merchant's module
  static let order: UInt8 = 0x70
  static let complete: UInt8 = 0x72
  static let step: UInt8 = 0x74
  static let closeBatch: UInt8 = 0x76
  static let readRecord: UInt8 = 0x78
  static let acknowledge: UInt8 = 0x7A
  static let block: UInt8 = 0x7C
  static let status: UInt8 = 0x7E
  static let refund: UInt8 = 0x4A
}
