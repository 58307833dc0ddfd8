public import SemperCoding
public import SemperCryptography
public import SemperModel

// What each side can show, from what it has journalled.
extension TransferBundle {
  /// The sender's: its signed manifest, the bytes with their key, and everything that came back. Refuses (`missing`) a
  /// transfer of which nothing has left.
  public init(
    sent events: [TransferSenderEvent], agents: [PublicKey], roles: [SignedStatement]
  ) throws(CodingError) {
    var order: TransferOrder?
    var prepared: PreparedTransfer?
    var statements = [SignedStatement]()
    for event in events {
      switch event {
      case .opened(let opened): order = opened
      case .prepared(let transfer):
        prepared = transfer
        if case .signed(let origin) = transfer.manifest { statements.append(origin) }
      case .replied(.kept(let receipt?), _): statements.append(receipt)
      case .submitted(let token, _), .transported(let token, _): statements.append(token)
      case .replied(.kept(nil), _), .replied(.refused, _), .timePassed, .giveUp: continue
      }
    }
    guard let order, let prepared else { throw CodingError(.missing, "nothing of this transfer has left") }
    try self.init(
      manifest: prepared.content, statements: Self.once(statements), agents: agents, body: prepared.body,
      key: order.options.isConfidential ? order.key : nil, roles: roles)
  }

  /// The recipient's: the manifest as its sender has signed it, the bytes with their key, and its own receipt. Refuses
  /// (`missing`) a transfer of which no letter has come.
  public init(
    taken machine: TransferRecipientMachine, by recipient: Thumbprint, openedWith sealingKey: SealingKey?,
    roles: [SignedStatement]
  ) throws(CodingError) {
    guard let letter = machine.letter, let manifest = machine.manifest else {
      throw CodingError(.missing, "no letter of this transfer has come")
    }
    var statements = [SignedStatement]()
    if case .signed(let origin) = letter.manifest { statements.append(origin) }
    if case .kept(let receipt?)? = machine.reply { statements.append(receipt) }
    if let other = machine.contradiction { statements.append(other) }
    let key = sealingKey.flatMap { sealingKey in
      letter.envelope.flatMap { TransferEnvelope.open($0, of: manifest, for: recipient, with: sealingKey) }
    }
    try self.init(
      manifest: manifest, statements: Self.once(statements), body: letter.body, key: key, roles: roles)
  }

  private static func once(_ statements: [SignedStatement]) -> [SignedStatement] {
    var seen = Set<Digest>()
    return statements.filter { seen.insert($0.digest).inserted }
  }
}
