import SemperCoding
public import SemperCryptography
public import SemperModel

/// What must hold of a transfer's messages before they may become events. Pure; what it refuses is never journalled.
public enum TransferVerifier {
  /// A letter as its recipient takes it.
  ///
  /// - Parameters:
  ///   - peer: whom the channel has authenticated, if anybody: it must be the sender of a manifest that is not signed.
  ///
  /// Refuses with `wrongSigner` a manifest by somebody else, with `notAParty` a letter to others, with `goodsInvalid` bytes
  /// that are not those of the manifest, and with `lockInvalid` an envelope that does not open them.
  public static func letter(
    _ letter: TransferLetter, to recipient: Thumbprint, from peer: Thumbprint?, openedWith sealingKey: SealingKey?
  ) throws(Refusal) -> ArrivedTransfer {
    let manifest = try origin(of: letter, from: peer)
    guard manifest.recipients.contains(recipient) else {
      throw Refusal(.notAParty, blame: .peer, "the package is not for this recipient")
    }
    guard manifest.isOf(body: letter.body.bytes) else {
      throw Refusal(.goodsInvalid, blame: .peer, "the bytes are not those that the manifest names")
    }
    let bytes = try opened(letter, manifest, recipient, sealingKey)
    do {
      return ArrivedTransfer(
        letter: letter, manifest: manifest, package: try TransferPackage(form: manifest.form, bytes: bytes))
    } catch {
      throw Refusal(.tooLarge, blame: .peer, "the package cannot be taken: \(error)")
    }
  }

  /// The manifest of a letter, verified as its sender's.
  static func origin(of letter: TransferLetter, from peer: Thumbprint?) throws(Refusal) -> TransferManifest {
    switch letter.manifest {
    case .signed(let signed): return try VerifiedStatement<TransferManifest>(verifying: signed, keys: KeySet()).content
    case .plain(let manifest):
      guard let peer, manifest.sender.thumbprint == peer else {
        throw Refusal(
          .wrongSigner, blame: .peer, "an unsigned manifest comes from its sender over its own channel only")
      }
      return manifest
    }
  }

  private static func opened(
    _ letter: TransferLetter, _ manifest: TransferManifest, _ recipient: Thumbprint, _ sealingKey: SealingKey?
  ) throws(Refusal) -> [UInt8] {
    guard manifest.key != nil else {
      guard letter.envelope == nil else {
        throw Refusal(.malformed, blame: .peer, "a package that is not sealed comes without an envelope")
      }
      return letter.body.bytes
    }
    guard let sealingKey else {
      throw Refusal(.lockInvalid, blame: .us, "the package is sealed, and there is no key here to open it")
    }
    guard let envelope = letter.envelope,
      let key = TransferEnvelope.open(envelope, of: manifest, for: recipient, with: sealingKey),
      let bytes = key.open(letter.body.bytes, of: manifest.id)
    else {
      throw Refusal(.lockInvalid, blame: .peer, "the package is not sealed to this recipient under the manifest's key")
    }
    return bytes
  }

  /// A recipient's reply, as its sender takes it. A receipt is there exactly when one was asked for.
  public static func reply(
    _ reply: TransferReply, to manifest: TransferManifest, from recipient: Thumbprint
  ) throws(Refusal) {
    switch reply {
    case .refused: return
    case .kept(let receipt):
      guard (receipt != nil) == manifest.asksReceipt else {
        throw Refusal(.malformed, blame: .peer, "a receipt comes exactly when one is asked for")
      }
      if let receipt { _ = try self.receipt(receipt, for: manifest, from: recipient) }
    }
  }

  public static func receipt(
    _ signed: SignedStatement, for manifest: TransferManifest, from recipient: Thumbprint
  ) throws(Refusal) -> TransferReceipt {
    let receipt = try VerifiedStatement<TransferReceipt>(verifying: signed, keys: KeySet()).content
    guard receipt.recipient.thumbprint == recipient, manifest.recipients.contains(recipient) else {
      throw Refusal(.wrongSigner, blame: .peer, "the receipt is by somebody else")
    }
    guard receipt.transfer == manifest.digest, receipt.package == manifest.package else {
      throw Refusal(.notAsOffered, blame: .peer, "the receipt is for another package")
    }
    return receipt
  }

  /// A commission as its delivery agent takes it, with the letter that it is for.
  ///
  /// Refuses with `wrongSigner` anybody's but the sender's, with `notAParty` one to another agent or for somebody who is no
  /// recipient, and with `notAsOffered` one for another letter.
  static func commission(
    _ signed: SignedStatement, of letter: TransferLetter, under manifest: TransferManifest, to agent: Thumbprint
  ) throws(Refusal) -> TransferCommission {
    let commission = try VerifiedStatement<TransferCommission>(verifying: signed, keys: KeySet()).content
    guard commission.sender == manifest.sender else {
      throw Refusal(.wrongSigner, blame: .peer, "nobody but its sender has a letter delivered")
    }
    guard commission.agent == agent else {
      throw Refusal(.notAParty, blame: .peer, "the commission is for another delivery agent")
    }
    guard commission.transfer == manifest.digest else {
      throw Refusal(.notAsOffered, blame: .peer, "the commission is for another transfer")
    }
    guard commission.envelope == letter.envelope else {
      throw Refusal(.notAsOffered, blame: .peer, "the commission is for a letter with another envelope")
    }
    guard manifest.recipients.contains(commission.recipient) else {
      throw Refusal(.notAParty, blame: .peer, "the package is not for this recipient")
    }
    return commission
  }

  /// NRS, by the agent that the sender has chosen.
  public static func submission(
    _ signed: SignedStatement, of manifest: TransferManifest, to recipient: Thumbprint, by agent: PublicKey
  ) throws(Refusal) -> TransferSubmission {
    let token = try VerifiedStatement<TransferSubmission>(verifying: signed, keys: KeySet([agent])).content
    try agentToken(token.agent, token.transfer, token.recipient, manifest, recipient, agent)
    return token
  }

  /// NRT, likewise.
  public static func transport(
    _ signed: SignedStatement, of manifest: TransferManifest, to recipient: Thumbprint, by agent: PublicKey
  ) throws(Refusal) -> TransferTransport {
    let token = try VerifiedStatement<TransferTransport>(verifying: signed, keys: KeySet([agent])).content
    try agentToken(token.agent, token.transfer, token.recipient, manifest, recipient, agent)
    return token
  }

  private static func agentToken(
    _ signer: Thumbprint, _ transfer: Digest, _ named: Thumbprint, _ manifest: TransferManifest,
    _ recipient: Thumbprint, _ agent: PublicKey
  ) throws(Refusal) {
    guard signer == agent.thumbprint else {
      throw Refusal(.wrongSigner, blame: .provider, "the token is by another delivery agent")
    }
    guard transfer == manifest.digest, named == recipient, manifest.recipients.contains(recipient) else {
      throw Refusal(.notAsOffered, blame: .provider, "the token is for another package or recipient")
    }
  }
}
