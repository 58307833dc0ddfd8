import SemperArchive
import SemperArchiveSQLite
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

// The recipient of a transfer.
extension PartyDesk {
  /// How long after the end a letter may still be on its way.
  private static let grace = Span(seconds: 2)

  /// The one transfer that is taken here.
  struct Receiving: Sendable {
    let offer: TransferOffer
    let desk: TransferDesk
    let streams: PartyStreamIntake
  }

  /// Accepts what was agreed to be taken, durably, and refuses everything else. A repetition gets the same answer.
  func accept(_ offer: TransferOffer) async throws -> TransferOffer.Reply {
    guard agreement.isTransfer else {
      throw Refusal(.outsideTerms, blame: .peer, "this party exchanges and takes no gifts")
    }
    try await take(offer.number)
    let record = TransferRecord(records: archive.records)
    if try await record.offer == nil { try check(offer, now: await time.now()) }
    guard try await record.keep(offer) == offer else {
      throw Refusal(.idReused, blame: .peer, "another offer was accepted here before")
    }
    try receive(offer)
    return TransferOffer.Reply(seal: try keys.reply(offer.number).publicKey, account: keys.account.thumbprint)
  }

  private func check(_ offer: TransferOffer, now: Timestamp) throws(Refusal) {
    guard offer.recipients.contains(keys.signing(offer.number).thumbprint) else {
      throw Refusal(.notAParty, blame: .peer, "the offer is for somebody else")
    }
    guard now < offer.closes, offer.closes <= latestClose(now) else {
      throw Refusal(.outsideTerms, blame: .peer, "the times are other ones than this party has agreed on")
    }
    guard offer.terms == agreement.transfer else {
      throw Refusal(
        .outsideTerms, blame: .peer,
        "the transfer is offered \(offer.terms.words), and this party has agreed to \(agreement.transfer.words): agree on "
          + "one of them")
    }
    try expect(offer.items, number: offer.number)
  }

  /// Opens the desk for the letter of an offer that is durable.
  func receive(_ offer: TransferOffer) throws {
    guard receiving == nil else { return }
    let shelf = shelf(offer.address, of: offer.items)
    var longest: [String: Int64] = [:]
    for (expected, item) in zip(agreement.expects, offer.items) {
      if case .stream(let bytes) = expected { longest[item.path] = bytes }
    }
    let announce = announce
    let streams = PartyStreamIntake(shelf: shelf, exchange: offer.id, longest: longest) { announce(.arriving($0)) }
    let keeper = PartyKeeper(
      offer: offer, account: keys.account.thumbprint, shelf: shelf,
      record: TransferRecord(records: archive.records), streams: streams, time: time)
    receiving = Receiving(
      offer: offer,
      desk: TransferDesk(
        key: keys.signing(offer.number), sealingKey: try keys.reply(offer.number), keeper: keeper,
        journal: archive.journal, time: time, logger: logger), streams: streams)
    arriving.yield()
  }

  /// Answers a letter of the sender's, whoever brings it. Nothing is kept of anybody else's.
  func answer(_ letter: TransferLetter) async throws -> TransferReply {
    guard let receiving else {
      throw Refusal(.unavailable, blame: .us, "nothing was offered here yet; ask again later")
    }
    guard letter.claimedSender == receiving.offer.sender else {
      throw Refusal(.wrongSigner, blame: .peer, "the letter is from somebody else than who made the offer")
    }
    let reply = try await receiving.desk.answer(letter, from: nil)
    arriving.yield()
    return reply
  }

  /// Runs until the letter was answered, or cannot come any more.
  func takeTransfer() async throws -> PartyTransferEnd {
    try await withThrowingTaskGroup(of: Void.self) { group in
      defer { group.cancelAll() }
      defer { if let streams = receiving?.streams { Task { await streams.stop() } } }
      var hasAlarm = false
      for await _ in arrivals {
        if let end = try await received() { return end }
        guard let receiving, !hasAlarm else { continue }
        hasAlarm = true
        // They come while they are made, before the letter.
        await receiving.streams.begin()
        let (time, arriving) = (time, arriving)
        group.addTask {
          try await time.wait(until: receiving.offer.closes.advanced(by: Self.grace))
          arriving.yield()
        }
      }
      throw CancellationError()
    }
  }

  private func received() async throws -> PartyTransferEnd? {
    guard let receiving else { return nil }
    let offer = receiving.offer
    if let machine = try await receiving.desk.conversations().first, let reply = machine.reply {
      let bundle = try TransferBundle(
        taken: machine, by: keys.signing(offer.number).thumbprint, openedWith: try keys.reply(offer.number),
        roles: counterparts.statements)
      return PartyTransferEnd(reply, of: offer.id, evidence: try keep(evidence: bundle))
    }
    guard await time.now() >= offer.closes.advanced(by: Self.grace) else { return nil }
    return PartyTransferEnd(expired: offer.id)
  }
}
