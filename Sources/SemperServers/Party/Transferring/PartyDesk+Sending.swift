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
  /// How often peer, bank and issuer are asked, once a second, before the process gives up and is to be started again.
  static let transferAttempts = 120

  /// Offers, gives and sends, and goes on where it stopped. Throws a `Refusal` where nothing was given to the only recipient;
  /// where there are several, one that refuses or does not answer is left out.
  func send(to peers: [Address]) async throws -> PartyTransferEnd {
    let offer = try await offerTransfer(to: peers)
    let conversation = Self.conversation(sending: offer)
    let answered = try await answered(offer)
    var addresses: [Thumbprint: Address] = [:]
    for addressee in answered where addressee.reply != nil { addressee.key.map { addresses[$0] = addressee.address } }
    guard !addresses.isEmpty else {
      return PartyTransferEnd(
        answered.map { PartyTransferEnd.Recipient($0, nil) }, of: offer.id, evidence: nil)
    }
    if try await archive.journal.entries(of: conversation).isEmpty {
      try startStreams(of: offer)
      let order = try await order(offer, answered)
      try await archive.journal.append(
        JournalEntry.beginning(TransferSenderMachine.self, with: .opened(order), at: await time.now()),
        to: conversation)
    }
    // After a restart too, for who has not fetched all of them.
    try startStreams(of: offer)
    let sender = TransferSender(
      key: keys.signing(offer.number), link: PartyTransferLinks(transport: transport, addresses: addresses),
      agent: agentLink(addresses), time: time, pause: Span(seconds: 1))
    let driver = MachineDriver(
      TransferSenderMachine(), conversation: conversation, journal: archive.journal, time: time,
      retry: RetryPolicy(first: Span(seconds: 1), longest: Span(seconds: 4)), logger: logger
    ) { try await sender.perform($0) }
    let machine = try await driver.run()
    let evidence = try await keep(evidence: sent(conversation))
    guard peers.count == 1 else {
      return PartyTransferEnd(
        answered.map { addressee in
          PartyTransferEnd.Recipient(addressee, addressee.key.flatMap { machine.outcome(for: $0) })
        }, of: offer.id, evidence: evidence)
    }
    guard let recipient = offer.recipients.first, let outcome = machine.outcome(for: recipient) else {
      preconditionFailure("a transfer that has ended has an outcome for its recipient")
    }
    return PartyTransferEnd(outcome, of: offer.id, evidence: evidence)
  }

  private static func conversation(sending offer: TransferOffer) -> ConversationID {
    ConversationID(machine: TransferSenderMachine.identity.name, id: "\(offer.id)")
  }

  private func agentLink(_ addresses: [Thumbprint: Address]) -> (any DeliveryAgentLink)? {
    counterparts.agent.map {
      AgentClient(transport: transport, address: $0.address, agent: $0.key, addresses: addresses)
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

  // MARK: Giving

  private func order(_ offer: TransferOffer, _ answered: [TransferAddressee]) async throws -> TransferOrder {
    let takers = answered.compactMap { taker in taker.reply.flatMap { reply in taker.key.map { ($0, reply) } } }
    // Money goes to a sole recipient.
    guard let account = takers.first?.1.account else {
      throw Refusal(.outsideTerms, blame: .peer, "nobody has accepted what is offered")
    }
    let contents = TransferContents(offer: offer, items: try await items(offer, account))
    var generator = SystemRandomNumberGenerator()
    // Whoever has paid sends a letter, however late it has become.
    let left = max(1, offer.closes.seconds - (await time.now()).seconds)
    return try TransferOrder(
      id: ID(using: &generator), sender: offer.sender,
      recipients: takers.map { TransferOrder.Recipient(key: $0.0, sealingKey: $0.1.seal) },
      package: contents.package,
      options: offer.terms.options(patience: agreement.patience, life: Span(seconds: left)),
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
    return try await AuthorityClient.patiently(time, attempts: Self.transferAttempts) {
      try await client.issue(document, at: item.path, of: transfer, opening: opening.digest)
    }
  }

  private func paid(_ amount: Money, to account: Thumbprint, _ reference: Digest) async throws -> SignedStatement {
    guard let purse = try money.purse(nil) else {
      throw Refusal(.limitExceeded, blame: .us, "there is no purse here to pay with")
    }
    return try await AuthorityClient.patiently(time, attempts: Self.transferAttempts) {
      try await purse.pay(amount, to: account, reference: reference).signed
    }
  }
}
