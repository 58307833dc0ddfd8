import SemperArchiveSQLite
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEngine
import SemperExchange
import SemperModel

// How the sender of a transfer comes to an offer that its recipients have accepted.
extension PartyDesk {
  /// The offer, durable before any recipient sees it.
  func offerTransfer(to peers: [Address]) async throws -> TransferOffer {
    let record = TransferRecord(records: archive.records)
    if let known = try await record.offer { return known }
    var generator = SystemRandomNumberGenerator()
    let number = try await number(or: Nonce(using: &generator))
    let reached = try await reached(peers, number)
    let recipients = reached.compactMap { $0.refusal == nil ? $0.key : nil }
    guard let payee = recipients.first else {
      throw reached.compactMap(\.refusal).first
        ?? Refusal(.unavailable, blame: .peer, "none of the recipients answers; ask again later")
    }
    let offered = try await offer(number, payee: payee)
    let offer = try await record.keep(
      TransferOffer(
        number: number, sender: keys.signing(number).publicKey, recipients: recipients, items: offered.items,
        signers: KeySet(offered.signers).sorted, address: address,
        closes: await time.now().advanced(by: agreement.closes), terms: agreement.transfer))
    sending = offer
    return offer
  }

  /// Who is there, and under which key.
  private func reached(_ peers: [Address], _ number: Nonce) async throws -> [TransferAddressee] {
    let record = TransferRecord(records: archive.records)
    if let known = try await record.reached { return known }
    let introduction = Introduction(
      number: number, key: keys.signing(number).publicKey, seal: try keys.container(number).publicKey)
    var found = try await ask(peers.map { TransferAddressee(at: $0) }) { client, _ in
      let greeting = try await client.introduce(introduction)
      guard greeting.gives.items.isEmpty, greeting.gives.container == nil else {
        throw Refusal(.outsideTerms, blame: .peer, "the peer wants to exchange; this party gives and takes nothing")
      }
      return { $0.key = greeting.key.thumbprint }
    }
    var seen: Set<Thumbprint> = [introduction.key.thumbprint]
    for place in found.indices {
      guard let key = found[place].key, !seen.insert(key).inserted else { continue }
      found[place].refusal = Refusal(
        .notAParty, blame: .peer, "it answers under the key of another party of the transfer")
    }
    return try await record.keep(reached: found)
  }

  /// What each of them has answered to the offer. Nothing is given before.
  func answered(_ offer: TransferOffer) async throws -> [TransferAddressee] {
    let record = TransferRecord(records: archive.records)
    if let known = try await record.answered { return known }
    guard let reached = try await record.reached else {
      preconditionFailure("who is reached is durable before the offer is")
    }
    let answers = try await ask(reached) { client, _ in
      let reply = try await client.offer(offer)
      return { $0.reply = reply }
    }
    return try await record.keep(answered: answers)
  }

  /// Asks all who are not left out yet, side by side. Only one recipient is waited for as long as it takes, and its refusal ends
  /// the transfer; of several each has the time of `patience`, and who refuses or lets it pass is left out.
  private func ask(
    _ addressees: [TransferAddressee],
    _ question:
      @escaping @Sendable (PeerClient, TransferAddressee) async throws -> (@Sendable (inout TransferAddressee) -> Void)
  ) async throws -> [TransferAddressee] {
    let (transport, time, patience) = (transport, time, agreement.patience)
    if addressees.count == 1, var sole = addressees.first {
      let client = PeerClient(transport: transport, address: sole.address)
      let asked = sole
      try await AuthorityClient.patiently(time, attempts: Self.transferAttempts) { try await question(client, asked) }(
        &sole)
      return [sole]
    }
    return try await withThrowingTaskGroup(of: (Int, TransferAddressee).self) { group in
      for (place, addressee) in addressees.enumerated() where addressee.refusal == nil {
        group.addTask {
          let client = PeerClient(transport: transport, address: addressee.address)
          return (
            place,
            try await Self.asked(addressee, within: patience, time) { try await question(client, addressee) }
          )
        }
      }
      var found = addressees
      for try await (place, addressee) in group { found[place] = addressee }
      return found
    }
  }

  /// It is starting, or has too much to do.
  private struct Later: Error {}

  /// One of several, with its answer or why it is left out.
  private static func asked(
    _ addressee: TransferAddressee, within patience: Span, _ time: any TimeSource,
    _ question: @escaping @Sendable () async throws -> (@Sendable (inout TransferAddressee) -> Void)
  ) async throws -> TransferAddressee {
    var addressee = addressee
    do {
      try await withThrowingTaskGroup(of: (@Sendable (inout TransferAddressee) -> Void).self) { group in
        defer { group.cancelAll() }
        group.addTask {
          try await AuthorityClient.patiently(time, attempts: .max) {
            do {
              return try await question()
            } catch let refusal as Refusal where refusal.code.isPassing { throw Later() }
          }
        }
        group.addTask {
          try await time.wait(until: await time.now().advanced(by: patience))
          throw Refusal(.unavailable, blame: .peer, "it has not answered in time")
        }
        try await group.next()?(&addressee)
      }
    } catch let refusal as Refusal {
      addressee.refusal = refusal
    }
    return addressee
  }
}
