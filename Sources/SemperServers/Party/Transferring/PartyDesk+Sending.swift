import SemperArchive
import SemperArchiveSQLite
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperExchange
import SemperModel
import SemperStatements

// The sender of a transfer.
extension PartyDesk {
  /// How often bank and issuer are asked, once a second, before the process gives up and is to be started again.
  private static let attempts = 120

  /// Offers, gives and sends, and goes on where it stopped. Throws a `Refusal` where nothing was given.
  func send(to peer: Address) async throws -> PartyTransferEnd {
    let offer = try await offerTransfer(to: peer)
    let conversation = Self.conversation(sending: offer)
    if try await archive.journal.entries(of: conversation).isEmpty {
      let reply = try await accepted(offer, by: peer)
      try startStreams(of: offer)
      let order = try await order(offer, reply)
      try await archive.journal.append(
        JournalEntry.beginning(TransferSenderMachine.self, with: .opened(order), at: await time.now()),
        to: conversation)
    }
    // After a restart too, for who has not fetched all of them.
    try startStreams(of: offer)
    let sender = TransferSender(
      key: keys.signing(offer.number), link: PartyTransferLink(transport: transport, address: peer),
      agent: agentLink(for: peer), time: time, pause: Span(seconds: 1))
    let driver = MachineDriver(
      TransferSenderMachine(), conversation: conversation, journal: archive.journal, time: time,
      retry: RetryPolicy(first: Span(seconds: 1), longest: Span(seconds: 4)), logger: logger
    ) { try await sender.perform($0) }
    let machine = try await driver.run()
    guard let outcome = machine.outcome(for: offer.recipient) else {
      preconditionFailure("a transfer that has ended has an outcome for its recipient")
    }
    return PartyTransferEnd(outcome, of: offer.id, evidence: try await keep(evidence: sent(conversation)))
  }

  private static func conversation(sending offer: TransferOffer) -> ConversationID {
    ConversationID(machine: TransferSenderMachine.identity.name, id: "\(offer.id)")
  }

  private func agentLink(for recipient: Address) -> (any DeliveryAgentLink)? {
    counterparts.agent.map {
      AgentClient(transport: transport, address: $0.address, agent: $0.key, recipientAddress: recipient)
    }
  }

  /// What the sender can show.
  private func sent(_ conversation: ConversationID) async throws -> TransferBundle {
    let events = try await archive.journal.entries(of: conversation).dropFirst().map {
      try TransferSenderEvent(canonicalBytes: $0.bytes, limits: TransferBundle.limits)
    }
    return try TransferBundle(
      sent: events, agents: counterparts.agent.map { [$0.key] } ?? [], roles: counterparts.statements)
  }

  // MARK: Agreeing

  /// The offer, durable before the recipient sees it.
  private func offerTransfer(to peer: Address) async throws -> TransferOffer {
    let record = TransferRecord(records: archive.records)
    if let known = try await record.offer { return known }
    var generator = SystemRandomNumberGenerator()
    let number = try await number(or: Nonce(using: &generator))
    let key = keys.signing(number).publicKey
    let seal = try keys.container(number).publicKey
    let client = PeerClient(transport: transport, address: peer)
    let greeting = try await AuthorityClient.patiently(time, attempts: Self.attempts) {
      try await client.introduce(Introduction(number: number, key: key, seal: seal))
    }
    guard greeting.gives.items.isEmpty, greeting.gives.container == nil else {
      throw Refusal(.outsideTerms, blame: .peer, "the peer wants to exchange; this party gives and takes nothing")
    }
    let offered = try await self.offer(number, payee: greeting.key.thumbprint)
    let offer = try await record.keep(
      TransferOffer(
        number: number, sender: key, recipient: greeting.key.thumbprint, items: offered.items,
        signers: KeySet(offered.signers).sorted, address: address,
        closes: await time.now().advanced(by: agreement.closes)))
    sending = offer
    return offer
  }

  /// The recipient's answer to the offer, asked for until it is there. Nothing is given before.
  private func accepted(_ offer: TransferOffer, by peer: Address) async throws -> TransferOffer.Reply {
    let record = TransferRecord(records: archive.records)
    if let known = try await record.reply { return known }
    let client = PeerClient(transport: transport, address: peer)
    let reply = try await AuthorityClient.patiently(time, attempts: Self.attempts) { try await client.offer(offer) }
    return try await record.keep(reply)
  }

  // MARK: Giving

  private func order(_ offer: TransferOffer, _ reply: TransferOffer.Reply) async throws -> TransferOrder {
    let contents = TransferContents(offer: offer, items: try await items(offer, reply.account))
    var generator = SystemRandomNumberGenerator()
    // Whoever has paid sends a letter, however late it has become.
    let left = max(1, offer.closes.seconds - (await time.now()).seconds)
    return try TransferOrder(
      id: ID(using: &generator), sender: offer.sender,
      recipients: [TransferOrder.Recipient(key: offer.recipient, sealingKey: reply.seal)],
      package: contents.package,
      options: TransferOptions(patience: agreement.patience, life: Span(seconds: left)),
      key: TransferKey(using: &generator), agent: counterparts.agent?.key.thumbprint)
  }

  /// Every item given; money last, so that a refusal of anything else leaves it where it is. A repetition gives the same.
  private func items(_ offer: TransferOffer, _ account: Thumbprint) async throws -> [TransferredItem] {
    let secret = try keys.secret(offer.number)
    let goods = try await goods(offer.number)
    let described = offer.items
    guard described.filter({ $0.description.itemClass.standsAtLedger }).count <= 1 else {
      throw Refusal(.outsideTerms, blame: .us, "one transfer pays one sum: send the others by themselves")
    }
    var given: [String: TransferredItem] = [:]
    for item in described.filter({ !$0.description.itemClass.standsAtLedger })
      + described.filter(\.description.itemClass.standsAtLedger)
    {
      let opening = secret.opening(for: item.path)
      switch item.description {
      case .statement(let document):
        let word = try ConditionalStatement(
          exchange: offer.id, path: item.path, document: document, opening: opening.digest,
          signer: offer.sender.thumbprint)
        given[item.path] = .statement(try SignedStatement(word, signedBy: [keys.signing(offer.number)]), opening)
      case .certificate(let document, let issuer):
        given[item.path] = .statement(try await issued(document, by: issuer, item, offer.id, opening), opening)
      case .lock(let amount, _, _):
        given[item.path] = .paid(try await paid(amount, to: account, offer.reference(of: item.path)))
      case .mail, .checkedData, .data:
        given[item.path] = .data(try await goods.locked(item, exchange: offer.id, opening: opening), opening)
      case .unsecured: given[item.path] = try await ended(item.path, of: offer)
      case .credential, .bond, .reversibleLock:
        throw Refusal(
          .outsideTerms, blame: .us,
          "what an arbiter can take back is not transferred: give \(item.path) in an exchange")
      }
    }
    return described.compactMap { given[$0.path] }
  }

  private func issued(
    _ document: Digest, by issuer: Thumbprint, _ item: DescribedItem, _ transfer: Digest, _ opening: ItemOpening
  ) async throws -> SignedStatement {
    let grants = try grants()
    guard let grant = grants.first(where: { $0.issuer.thumbprint == issuer }) else {
      throw Refusal(.limitExceeded, blame: .us, "there is no way here to the issuer of \(item.path)")
    }
    let client = IssuerClient(grant, among: grants, transport: transport)
    return try await AuthorityClient.patiently(time, attempts: Self.attempts) {
      try await client.issue(document, at: item.path, of: transfer, opening: opening.digest)
    }
  }

  private func paid(_ amount: Money, to account: Thumbprint, _ reference: Digest) async throws -> SignedStatement {
    guard let purse = try money.purse(nil) else {
      throw Refusal(.limitExceeded, blame: .us, "there is no purse here to pay with")
    }
    return try await AuthorityClient.patiently(time, attempts: Self.attempts) {
      try await purse.pay(amount, to: account, reference: reference).signed
    }
  }
}
