/// What a provider may change on a purse, under the key K_U and a challenge of the purse.
public enum PurseUpdate: Sendable {
  case maximum(UInt32)
  case pinMask(UInt8)
  /// A new PIN with all its tries.
  case pin(PIN)

  enum Field: UInt8 {
    case maximum = 1
    case pinMask = 2
    case pin = 3

    var size: Int {
      switch self {
      case .maximum: 4
      case .pinMask: 1
      case .pin: PIN.size
      }
    }
  }

  init?(_ field: Field, _ data: [UInt8]) {
    var fields = FieldReader(data)
    switch field {
    case .maximum:
      let maximum = fields.integer(UInt32.self)
      guard (1...PurseProfile.largest).contains(maximum) else { return nil }
      self = .maximum(maximum)
    case .pinMask: self = .pinMask(fields.integer())
    case .pin:
      guard let pin = PIN(block: data) else { return nil }
      self = .pin(pin)
    }
  }

  var field: Field {
    switch self {
    case .maximum: .maximum
    case .pinMask: .pinMask
    case .pin: .pin
    }
  }

  var data: [UInt8] {
    switch self {
    case .maximum(let maximum): maximum.field
    case .pinMask(let mask): [mask]
    case .pin(let pin): pin.block
    }
  }

  func seal(_ key: CardKey, purse: CardNumber, challenge: [UInt8]) -> Seal {
    key.seal([Instruction.update, field.rawValue] + purse.bytes + challenge + data)
  }
}
