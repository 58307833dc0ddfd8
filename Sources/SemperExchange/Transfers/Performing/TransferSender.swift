public import SemperCryptography
public import SemperEngine
public import SemperModel

/// Does what a sender's machine asks for: the only place where a transfer meets keys, channels and clock.
public struct TransferSender: Sendable {
  private let key: SigningKey
  private let link: any TransferLink
  private let agent: (any DeliveryAgentLink)?
  private let time: any TimeSource
  /// How long between two questions to the delivery agent.
  private let pause: Span

  public init(
    key: SigningKey, link: any TransferLink, agent: (any DeliveryAgentLink)?, time: any TimeSource,
    pause: Span = Span(seconds: 60)
  ) {
    self.key = key
    self.link = link
    self.agent = agent
    self.time = time
    self.pause = pause
  }

  /// What a `MachineDriver` performs. A reply or token that does not verify is thrown, so that it is asked for again and
  /// never becomes an event.
  public func perform(_ action: TransferSenderAction) async throws -> [TransferSenderEvent] {
    switch action {
    case .prepare(let order): return [.prepared(try await prepare(order))]
    case .send(let letter):
      let reply = try await link.deliver(letter.letter, to: letter.recipient)
      try TransferVerifier.reply(reply, to: letter.manifest, from: letter.recipient)
      return [.replied(reply, from: letter.recipient)]
    case .submit(let letter, let agent):
      let link = try agentLink(agent)
      let token = try await link.submit(letter.letter, on: commission(of: letter, over: link))
      _ = try TransferVerifier.submission(token, of: letter.manifest, to: letter.recipient, by: link.agent)
      return [.submitted(token, for: letter.recipient)]
    case .follow(let letter, let agent): return try await follow(letter, agentLink(agent))
    case .wait(let until):
      try await time.wait(until: until)
      return [.timePassed(until)]
    }
  }

  private func prepare(_ order: TransferOrder) async throws -> PreparedTransfer {
    let manifest = try order.manifest(at: await time.now())
    var envelopes = [ByteString]()
    if order.options.isConfidential {
      for recipient in order.recipients {
        guard let sealingKey = recipient.sealingKey else {
          throw Refusal(.malformed, blame: .us, "the recipient \(recipient.key) has no sealing key")
        }
        envelopes.append(try TransferEnvelope.seal(order.key, in: manifest, for: recipient.key, to: sealingKey))
      }
    }
    let signed =
      order.options.signsOrigin
      ? TransferLetter.Manifest.signed(try VerifiedStatement(signing: manifest, with: [key]).signed)
      : .plain(manifest)
    return PreparedTransfer(manifest: signed, envelopes: envelopes, body: ByteString(try order.body()))
  }

  private func commission(
    of letter: AddressedLetter, over link: any DeliveryAgentLink
  ) async throws -> SignedStatement {
    let commission = try TransferCommission(
      transfer: letter.manifest.digest, sender: key.publicKey, recipient: letter.recipient,
      agent: link.agent.thumbprint, envelope: letter.letter.envelope,
      destination: link.destination(of: letter.recipient), issued: await time.now())
    return try VerifiedStatement(signing: commission, with: [key]).signed
  }

  private func follow(_ letter: AddressedLetter, _ link: any DeliveryAgentLink) async throws -> [TransferSenderEvent] {
    while true {
      let progress = try await link.progress(of: letter.manifest.digest, to: letter.recipient)
      var events = [TransferSenderEvent]()
      if let transport = progress.transport {
        _ = try TransferVerifier.transport(transport, of: letter.manifest, to: letter.recipient, by: link.agent)
        events.append(.transported(transport, to: letter.recipient))
      }
      // An agent cannot speak for the recipient: of what it brings back only a receipt counts.
      if case .kept(let receipt?)? = progress.reply,
        (try? TransferVerifier.receipt(receipt, for: letter.manifest, from: letter.recipient)) != nil
      {
        events.append(.replied(.kept(receipt), from: letter.recipient))
      }
      if !events.isEmpty { return events }
      try await time.wait(until: time.now().advanced(by: pause))
    }
  }

  private func agentLink(_ key: Thumbprint) throws(Refusal) -> any DeliveryAgentLink {
    guard let agent, agent.agent.thumbprint == key else {
      throw Refusal(.unavailable, blame: .us, "there is no way to the delivery agent \(key)")
    }
    return agent
  }
}
