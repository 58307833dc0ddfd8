import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

extension TransferStand {
  private func prepared(_ order: TransferOrder, by key: SigningKey) async throws -> PreparedTransfer {
    let performer = TransferSender(
      key: key, link: ScriptedLink(recipient: nil, reply: nil), agent: nil, time: StandingClock(time: Self.start))
    guard case .prepared(let prepared)? = try await performer.perform(.prepare(order)).first else { throw Absent() }
    return prepared
  }

  private func signed(_ manifest: TransferManifest, by key: SigningKey) throws -> TransferLetter.Manifest {
    setting.isSigned ? .signed(try SignedStatement(manifest, signedBy: [key])) : .plain(manifest)
  }

  /// The manifest of one transfer with something changed.
  private func changed(
    _ manifest: TransferManifest, sender: PublicKey? = nil, recipients: [Thumbprint]? = nil, key: Digest?? = nil,
    closes: Timestamp? = nil
  ) throws -> TransferManifest {
    try TransferManifest(
      id: manifest.id, sender: sender ?? manifest.sender, recipients: recipients ?? manifest.recipients,
      form: manifest.form, package: manifest.package, length: manifest.length, key: key ?? manifest.key,
      asksReceipt: manifest.asksReceipt, issued: closes == nil ? manifest.issued : Timestamp(seconds: 1),
      closes: closes ?? manifest.closes)
  }

  /// What a malicious sender can send: a good letter, another package under the same id, and letters that nobody may take.
  func cheatingLetters() async throws -> [TransferScene.Posted] {
    let good = try await prepared(order, by: sender)
    let others = try await prepared(othersOrder, by: other)
    let channels: [Thumbprint?] = [sender.thumbprint, nil]
    func posted(
      _ manifest: TransferLetter.Manifest, _ envelope: ByteString?, _ body: ByteString, _ words: String,
      isForged: Bool = true, isFit: Bool = true
    ) -> TransferScene.Posted {
      TransferScene.Posted(
        letter: TransferLetter(manifest: manifest, envelope: envelope, body: body), peers: channels, needs: 0,
        words: words, isForged: isForged, isRefusedByAgents: !isFit || !setting.isSigned)
    }
    let manifest = try manifest(of: good)
    let twin = try TransferOrder(
      id: order.id, sender: order.sender, recipients: order.recipients, package: othersOrder.package,
      options: order.options, key: order.key, agent: order.agent)
    let second = try await prepared(twin, by: sender)
    let envelope = good.envelopes.first
    let othersManifest = try self.manifest(of: others)
    var letters = [
      posted(good.manifest, envelope, good.body, "a good letter", isForged: false),
      posted(
        second.manifest, second.envelopes.first, second.body, "another package under the same id", isForged: false),
      posted(good.manifest, envelope, others.body, "a letter with other bytes", isFit: false),
      posted(
        try signed(changed(manifest, recipients: [agent.thumbprint]), by: sender), envelope, good.body,
        "a letter to others"),
      posted(.plain(othersManifest), others.envelopes.first, others.body, "a letter in another's name", isFit: false),
      posted(
        try signed(changed(othersManifest, sender: sender.publicKey), by: sender), others.envelopes.first, others.body,
        "another's letter as its own", isForged: setting.isSealed),
      posted(
        try signed(changed(manifest, closes: Timestamp(seconds: 2)), by: sender), envelope, good.body,
        "a letter that has closed", isFit: false),
    ]
    if setting.isSealed {
      // Its envelope is the right one: only the manifest names a key that nobody has.
      let otherKey = try changed(manifest, key: "another key".documentDigest)
      let fitting = try TransferEnvelope.seal(
        order.key, in: otherKey, for: recipients[0].key.thumbprint, to: recipients[0].sealing.publicKey)
      letters.append(posted(good.manifest, nil, good.body, "a letter without its key"))
      letters.append(posted(try signed(otherKey, by: sender), fitting, good.body, "a letter with another key"))
    } else {
      letters.append(posted(good.manifest, ByteString([1, 2, 3]), good.body, "an open letter with an envelope"))
    }
    return letters
  }

  private func manifest(of prepared: PreparedTransfer) throws -> TransferManifest {
    switch prepared.manifest {
    case .plain(let plain): plain
    case .signed(let signed): try VerifiedStatement<TransferManifest>(verifying: signed, keys: KeySet()).content
    }
  }
}
