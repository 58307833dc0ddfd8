extension Purse {
  /// VERIFY: the owner's PIN. The try is counted before the answer leaves, whatever it is.
  mutating func verify(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(0, 1)
    if command.data.isEmpty { throw state.pinTries == 0 ? .pinBlocked : .wrongPIN(left: state.pinTries) }
    var fields = try command.fields(PIN.size)
    try check(PIN(block: fields.bytes(PIN.size)))
    session.pinVerified = true
    return []
  }

  /// CHANGE REFERENCE DATA: the old PIN, then the new one.
  mutating func changePIN(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(0, 1)
    var fields = try command.fields(2 * PIN.size)
    let old = PIN(block: fields.bytes(PIN.size))
    guard let new = PIN(block: fields.bytes(PIN.size)) else { throw .wrongData }
    try check(old)
    state.pin = new
    return []
  }

  private mutating func check(_ pin: PIN?) throws(StatusWord) {
    session.pinVerified = false
    guard state.pinTries > 0 else { throw .pinBlocked }
    state.pinTries -= 1
    guard let pin, pin.equals(state.pin) else {
      throw state.pinTries == 0 ? .pinBlocked : .wrongPIN(left: state.pinTries)
    }
    state.pinTries = PIN.tries
  }

  /// GET CHALLENGE: eight bytes that the provider's next UPDATE has to answer.
  mutating func challenge(_ command: CommandAPDU, _ random: [UInt8]) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(0, 0)
    _ = try command.fields(0)
    try command.answers(with: 8)
    session.challenge = random
    return random
  }

  /// UPDATE: the provider changes the maximum, the PIN mask, or the PIN (which unblocks it).
  mutating func update(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    guard let change = PurseUpdate.Field(rawValue: command.p1), command.p2 == 0 else { throw .wrongParameters }
    var fields = try command.fields(change.size + Seal.size)
    guard let challenge = session.challenge else { throw .outOfOrder }
    session.challenge = nil
    let data = fields.bytes(change.size)
    guard let update = PurseUpdate(change, data) else { throw .wrongData }
    guard fields.seal() == update.seal(state.updateKey, purse: state.profile.number, challenge: challenge) else {
      throw .wrongSeal
    }
    switch update {
    case .maximum(let maximum): state.profile.maximum = maximum
    case .pinMask(let mask): state.profile.pinMask = mask
    case .pin(let pin):
      state.pin = pin
      state.pinTries = PIN.tries
    }
    return []
  }
}
