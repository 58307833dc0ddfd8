import SemperArchive
import SemperArchiveSQLite
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

// From the first word to the terms.
extension PartyDesk {
  /// How often the peer is asked before this party gives up, once a second.
  private static let attempts = 60

  // MARK: Invited

  func introduce(_ introduction: Introduction) async throws -> Introduction.Reply {
    try await requireFree(for: introduction.number)
    let offer = try await offer(introduction.number, payee: introduction.key.thumbprint)
    let number = introduction.number
    return Introduction.Reply(
      key: keys.signing(number).publicKey, seal: try keys.container(number).publicKey,
      gives: try said(offer, number, to: introduction.seal), signers: offer.signers)
  }

  /// Computes the terms from both sides' items, keeps them, and opens the exchange.
  ///
  /// Only now this party is taken: somebody with whom it does not agree leaves it free for others. Its owner hears of the
  /// refusal too.
  func invite(_ invitation: Invitation) async throws -> Invitation.Reply {
    do {
      return try await accept(invitation)
    } catch let refusal as Refusal {
      announce(.turnedDown(refusal))
      throw refusal
    }
  }

  private func accept(_ invitation: Invitation) async throws -> Invitation.Reply {
    guard agreement.contract == nil else {
      throw Refusal(.outsideTerms, blame: .peer, "this party signs a contract and exchanges nothing else")
    }
    try await requireFree(for: invitation.number)
    try check(invitation, now: await time.now())
    let number = invitation.number
    let offer = try await offer(number, payee: invitation.party.key.thumbprint)
    let peer = try heard(
      invitation.gives, number, key: invitation.party.key, seal: invitation.seal, isProposer: true)
    let proposal = try proposal(proposer: peer.items, invited: offer.items, offer, peer, invitation.gives.showsData)
    let role = proposal.proposerRole.peer
    let party = try party(role, number)
    let terms = try invitation.terms(
      proposal, invited: party, containers: [peer.digest, offer.container?.container.digest])
    let now = await time.now()
    try policy(closes: terms.header.closes, proposal.items, blame: .peer, now: now)
    try requireTimeToOpen(terms, at: now, blame: .peer)
    try await take(number)
    let kept = try await keep(terms, proposal, role, number, peer: invitation.address)
    return Invitation.Reply(party: party, exchange: kept.id)
  }

  /// Until when what is agreed on now may be open at the most.
  func latestClose(_ now: Timestamp) -> Timestamp {
    now.advanced(by: agreement.closes).advanced(by: ClockTolerance.span)
  }

  /// A home has one exchange. The first number that is agreed under is its own.
  func take(_ number: Nonce) async throws {
    try await requireFree(for: number)
    guard try await self.number(or: number) == number else { throw Self.taken }
  }

  func requireFree(for number: Nonce) async throws {
    guard agreement.peer == nil else {
      throw Refusal(.outsideTerms, blame: .peer, "this party proposes its exchange itself")
    }
    let bytes = try await archive.records.read { try $0.value(Self.numberKey, in: Self.numbers) }
    guard try bytes.map({ try Nonce(bytes: $0) }) ?? number == number else { throw Self.taken }
  }

  private static var taken: Refusal {
    Refusal(
      .idReused, blame: .peer,
      "this party is in another exchange, and has one only: ask its owner to start another party with a home of its own"
    )
  }

  /// Whether an originator as patient as this party could open at all, before anybody locks anything.
  func requireTimeToOpen(_ terms: ExchangeTerms, at now: Timestamp, blame: Blame) throws(Refusal) {
    guard terms.body.hasTimeToOpen(at: now, until: terms.header.closes, patience: agreement.patience) else {
      throw Refusal(
        .outsideTerms, blame: blame,
        "the exchange closes before it could be opened: agree on a later close, or on a shorter complaint window or patience"
      )
    }
  }

  /// Whether the arbiter will help in what is about to be agreed. Afterwards it is too late to hear that it will not.
  private func policy(
    closes: Timestamp, _ items: [DescribedItem], blame: Blame, now: Timestamp
  ) throws(Refusal) {
    guard let policy = counterparts.arbiter?.policy else {
      throw Refusal(.untrusted, blame: .provider, "the arbiter does not say what it demands and promises")
    }
    try policy.check(closes: closes, window: agreement.window, items: items, at: now, blame: blame)
  }

  private func check(_ invitation: Invitation, now: Timestamp) throws(Refusal) {
    try check(arbiter: invitation.arbiter, window: invitation.window, closes: invitation.closes, now: now)
  }

  /// Whether arbiter and times are those that this party has agreed on.
  func check(arbiter: ArbiterTerms, window: Span, closes: Timestamp, now: Timestamp) throws(Refusal) {
    guard arbiter == counterparts.arbiter?.arbiter else {
      throw Refusal(.untrusted, blame: .peer, "this party has agreed on another arbiter, or on other terms of it")
    }
    guard window == agreement.window, now < closes, closes <= latestClose(now) else {
      throw Refusal(.outsideTerms, blame: .peer, "the times are other ones than this party has agreed on")
    }
  }

  // MARK: Proposing

  /// Agrees with the peer, however often it takes. Throws a `Refusal` where it is refused for good.
  func propose(to peer: Address) async throws {
    var generator = SystemRandomNumberGenerator()
    let number = try await number(or: Nonce(using: &generator))
    let now = await time.now()
    try policy(closes: now.advanced(by: agreement.closes), [], blame: .us, now: now)
    let client = PeerClient(transport: transport, address: peer)
    let (key, seal) = (keys.signing(number), try keys.container(number))
    let reply = try await AuthorityClient.patiently(time, attempts: Self.attempts) {
      try await client.introduce(Introduction(number: number, key: key.publicKey, seal: seal.publicKey))
    }
    let given = try heard(reply.gives, number, key: reply.key, seal: reply.seal, isProposer: false)
    let offer = try await offer(number, payee: reply.key.thumbprint)
    let proposal = try proposal(proposer: offer.items, invited: given.items, offer, given, reply.gives.showsData)
    guard let arbiter = counterparts.arbiter?.arbiter else {
      throw Refusal(.untrusted, blame: .provider, "the arbiter does not say what exchanges pin")
    }
    let begun = await time.now()
    try policy(closes: begun.advanced(by: agreement.closes), proposal.items, blame: .us, now: begun)
    let role = proposal.proposerRole
    let invitation = try await Invitation(
      number: number, address: address, gives: try said(offer, number, to: reply.seal), seal: seal.publicKey,
      party: try party(role, number), arbiter: arbiter,
      signers: KeySet(offer.signers + reply.signers).sorted,
      closes: await time.now().advanced(by: agreement.closes), window: agreement.window
    ).kept(in: archive.records)
    let answer = try await AuthorityClient.patiently(time, attempts: Self.attempts) {
      try await client.invite(invitation)
    }
    let terms = try invitation.terms(
      proposal, invited: answer.party, containers: [offer.container?.container.digest, given.digest])
    guard terms.id == answer.exchange, answer.party.key == reply.key else {
      throw Refusal(.outsideTerms, blame: .peer, "the peer has agreed on other terms")
    }
    _ = try await keep(terms, proposal, role, number, peer: peer)
  }

  // MARK: Both

  func offer(_ number: Nonce, payee: Thumbprint) async throws -> PartyOffer {
    try PartyOffer(
      agreement, number, payee: payee, keys: keys, counterparts: counterparts, goods: try await goods(number))
  }

  /// What this party gives, as its peer is told.
  private func said(
    _ offer: PartyOffer, _ number: Nonce, to peer: SealingPublicKey
  ) throws -> PeerSide.Said {
    let container = try offer.container?.packed(
      key: keys.signing(number), seal: try keys.container(number), to: peer)
    return PeerSide.Said(offer, container: container, showsData: agreement.arbiterSeesData)
  }

  /// What the peer gives, looked at and held against what this party expects, before anything is bound.
  private func heard(
    _ said: PeerSide.Said, _ number: Nonce, key: PublicKey, seal: SealingPublicKey, isProposer: Bool
  ) throws -> PeerSide {
    let side = try PeerSide(
      said, isProposer: isProposer, number: number, key: key, seal: seal, opening: try keys.container(number))
    try expect(side.items, number: number)
    try side.check(agreement.expecting.outline)
    return side
  }

  /// What both sides make of their items. Refuses what is less fair than either wishes, or than a node demands.
  private func proposal(
    proposer: [DescribedItem], invited: [DescribedItem], _ offer: PartyOffer, _ peer: PeerSide, _ peerShowsData: Bool
  ) throws(Refusal) -> ExchangeProposal {
    let proposal = try ExchangeProposal(
      proposer: proposer, invited: invited, wish: agreement.wish(peerShows: peerShowsData))
    try offer.container?.exchange.check(proposal.plan)
    try peer.exchange?.check(proposal.plan)
    return proposal
  }

  func party(_ role: ExchangeRole, _ number: Nonce) throws -> PartyTerms {
    PartyTerms(
      role: role, key: keys.signing(number).publicKey, nonce: try keys.nonce(number), secret: try keys.secret(number))
  }

  func keep(
    _ terms: ExchangeTerms, _ proposal: ExchangeProposal, _ role: ExchangeRole, _ number: Nonce, peer: Address
  ) async throws -> AgreedExchange {
    let side = ExchangeSide(
      terms: terms, items: proposal.items, role: role, secret: try keys.secret(number),
      reply: try keys.reply(number).publicKey, patience: agreement.patience)
    // Shown before it is kept, hence before anything is signed.
    announce(.planned(proposal, as: role))
    let kept = try await AgreedExchange(number: number, side: side, peer: peer, began: await time.now())
      .store(in: archive.records)
    try await begin(kept)
    return kept
  }

  /// Refuses what the peer gives where it is not what this party wants for its own.
  func expect(_ items: [DescribedItem], number: Nonce) throws(Refusal) {
    guard items.count == agreement.expects.count else {
      throw Refusal(
        .notAsOffered, blame: .peer, "the peer gives \(items.count) items and not \(agreement.expects.count)")
    }
    let believed = ExpectedWare.Believed(
      payee: keys.signing(number).thumbprint, ledgers: Set(counterparts.banks.map(\.key.thumbprint)),
      issuers: Set(agreement.issuers.map(\.thumbprint)))
    for (expected, item) in zip(agreement.expects, items) { try expected.check(item, believed) }
  }

  func number(or fresh: Nonce) async throws -> Nonce {
    let kept = try await archive.records.transact { transaction in
      if let known = try transaction.value(Self.numberKey, in: Self.numbers) { return known }
      _ = try transaction.insert(fresh.bytes, for: Self.numberKey, in: Self.numbers)
      return fresh.bytes
    }
    return try Nonce(bytes: kept)
  }
}
