import SemperModel

extension Module {
  /// REFUND: the merchant, who holds the module, gives money back from its account. Nothing changes on the module.
  func refund(_ command: CommandAPDU) throws(StatusWord) -> [UInt8] {
    try command.requireParameters(0, 0)
    var fields = try command.fields(CardNumber.size + 4 + Digest.size)
    let purse = fields.cardNumber()
    let amount = fields.integer(UInt32.self)
    let reference = fields.reference()
    try command.answers(with: Seal.size)
    guard (1...PurseProfile.largest).contains(amount) else { throw .wrongData }
    return ModuleRefund.seal(
      state.collectionKey, module: state.profile.number, purse: purse, amount: amount, reference: reference
    ).bytes
  }
}
