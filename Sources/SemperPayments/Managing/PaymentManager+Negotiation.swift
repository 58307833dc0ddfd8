import SemperArchive
import SemperCoding
import SemperCommunication
public import SemperCryptography
import SemperEngine
public import SemperModel

extension PaymentManager {
  /// As payee: a signed offer of all tills that take this payment, in the order of the given schemes.
  ///
  /// - Parameter taken: the only schemes that are offered; `nil` for all. The other tills stay, for what they have been paid with before.
  ///
  /// Refuses (`noCommonPayment`), with the reasons, when no till takes it; with `unavailable` when one cannot be asked now.
  public func offer(
    _ request: PaymentRequest, order: [SchemeID] = [], taking taken: [SchemeID]? = nil
  ) async throws -> VerifiedStatement<PaymentOffer> {
    let now = await around.time.now()
    var options: [(option: PaymentOption, purse: PurseID)] = []
    var reasons: [String] = []
    var isPassing = false
    for till in desk.purses where till.descriptor.role.receives {
      let about = till.descriptor
      guard taken?.contains(about.scheme) ?? true else { continue }
      do {
        guard about.expires.map({ $0 > request.notAfter }) ?? true else {
          throw Refusal(.expired, blame: .us, "the till expires at \(about.expires?.description ?? "")")
        }
        try request.demands.require(about.properties)
        let option = try await till.option(for: request)
        try about.limits.require(option.amount)
        options.append((option, about.id))
      } catch let refusal as Refusal {
        reasons.append("\(about.scheme): \(refusal.detail)")
        isPassing = isPassing || refusal.code.isPassing
      }
    }
    guard !options.isEmpty else {
      throw Refusal(
        isPassing ? .unavailable : .noCommonPayment, blame: .us,
        "no till takes this payment: \(reasons.joined(separator: "; "))")
    }
    let rank = { (scheme: SchemeID) in order.firstIndex(of: scheme) ?? order.count }
    let sorted = options.enumerated().sorted {
      (rank($0.element.option.scheme), $0.offset) < (rank($1.element.option.scheme), $1.offset)
    }.map(\.element).prefix(PaymentOffer.mostOptions)
    var generator = SystemRandomNumberGenerator()
    let offer = PaymentOffer(
      reference: request.reference, payee: around.keys.payee.publicKey, options: sorted.map(\.option),
      choice: request.choice, demands: request.demands, nonce: Nonce(using: &generator), issued: now,
      notAfter: request.notAfter)
    let signed = try VerifiedStatement(signing: offer, with: [around.keys.payee])
    let purses = sorted.map(\.purse)
    try await around.archive.records.transact { transaction in
      try transaction.set(purses.canonicalBytes, for: signed.digest.bytes, in: PaymentTables.offers)
    }
    return signed
  }

  /// As payer: which of an offer's options our purses can pay, and why not the others.
  ///
  /// - Parameters:
  ///   - payee: who must be paid, as the deal names it.
  ///   - reference: what must be paid for.
  ///   - demands: what the deal's security attributes demand; what the offer demands is added.
  public func weigh(
    _ offer: SignedStatement, payee: Thumbprint, reference: PaymentReference,
    demands: PaymentDemands = PaymentDemands(),
    amount: Money? = nil, preferences: PaymentPreferences = PaymentPreferences()
  ) async throws -> (offer: VerifiedStatement<PaymentOffer>, choice: PaymentChoice) {
    let verified = try VerifiedStatement<PaymentOffer>(verifying: offer, keys: KeySet())
    let now = await around.time.now()
    guard verified.content.payee.thumbprint == payee else {
      throw Refusal(.wrongSigner, blame: .peer, "the offer is by another payee than the deal names")
    }
    guard verified.content.reference == reference else {
      throw Refusal(.notAsOffered, blame: .peer, "the offer is for another deal")
    }
    guard now < verified.content.notAfter else {
      throw Refusal(.expired, blame: .peer, "the offer ended at \(verified.content.notAfter); ask for a new one")
    }
    let negotiator = PaymentNegotiator(preferences: preferences, demands: demands, now: now)
    let choice = try await negotiator.weigh(verified.content, amount: amount, purses: desk.purses)
    return (verified, choice)
  }

  /// As payer: picks an option by the preferences, asking the person only if they say so, and signs the selection with a key made
  /// for this offer alone.
  ///
  /// Refuses (`noCommonPayment`) with all reasons when nothing suits, and `userDeclined` when the person takes none.
  public func choose(
    from offer: SignedStatement, payee: Thumbprint, reference: PaymentReference,
    demands: PaymentDemands = PaymentDemands(), amount: Money? = nil,
    preferences: PaymentPreferences = PaymentPreferences(), asking chooser: (any PaymentChooser)? = nil
  ) async throws -> VerifiedStatement<PaymentSelection> {
    let (verified, choice) = try await weigh(
      offer, payee: payee, reference: reference, demands: demands, amount: amount, preferences: preferences)
    var taken = try choice.best()
    let asks =
      switch preferences.asking {
      case .never: false
      case .whenSeveral: choice.candidates.count > 1
      case .always: true
      }
    if asks, let chooser {
      guard let answer = try await chooser.choose(from: choice, of: verified.content),
        choice.candidates.contains(answer)
      else { throw Refusal(.userDeclined, blame: .us, "no means of payment was chosen") }
      taken = answer
    }
    return try await select(taken, of: verified)
  }

  /// As payer: takes one of the candidates.
  public func select(
    _ candidate: PaymentChoice.Candidate, of offer: VerifiedStatement<PaymentOffer>
  ) async throws -> VerifiedStatement<PaymentSelection> {
    let key = around.keys.payer(for: offer.digest)
    let selection = PaymentSelection(
      offer: offer.digest, option: candidate.option, amount: candidate.amount, payer: key.publicKey,
      particulars: candidate.fit.particulars, issued: await around.time.now())
    let signed = try VerifiedStatement(signing: selection, with: [key])
    try await around.archive.records.transact { transaction in
      try transaction.set(candidate.purse.bytes, for: signed.digest.bytes, in: PaymentTables.selections)
    }
    return signed
  }

  /// As payee: agrees to a selection of an offer of ours. Of one offer comes one payment: the same selection gets the same
  /// confirmation, another is refused with `idReused`.
  public func confirm(_ selection: SignedStatement, of offer: SignedStatement) async throws -> AgreedPayment {
    let (own, theirs) = (
      try VerifiedStatement<PaymentOffer>(verifying: offer, keys: KeySet([around.keys.payee.publicKey])),
      try VerifiedStatement<PaymentSelection>(verifying: selection, keys: KeySet())
    )
    guard let till = try await till(for: theirs.content, of: own) else {
      throw Refusal(.notAsOffered, blame: .peer, "the selection is of no offer of ours")
    }
    let now = await around.time.now()
    guard now < own.content.notAfter else {
      throw Refusal(.expired, blame: .peer, "the offer ended at \(own.content.notAfter); ask for a new one")
    }
    let confirmation = PaymentConfirmation(
      selection: theirs.digest, payee: around.keys.payee.publicKey,
      particulars: try await desk.purse(till).confirm(theirs.content, of: own.content), issued: now)
    let signed = try VerifiedStatement(signing: confirmation, with: [around.keys.payee])
    let made = try AgreedPayment(
      verifying: PaymentAgreement(offer: offer, selection: selection, confirmation: signed.signed),
      payee: around.keys.payee.thumbprint)
    let kept = try await around.archive.records.transact { transaction in
      let bytes = made.agreement.canonicalBytes
      if try transaction.insert(bytes, for: own.digest.bytes, in: PaymentTables.agreements) {
        try transaction.set([1], for: made.digest.bytes, in: PaymentTables.agreed)
        return bytes
      }
      return try transaction.value(own.digest.bytes, in: PaymentTables.agreements) ?? bytes
    }
    let agreement = try PaymentAgreement(canonicalBytes: kept)
    guard agreement.selection.digest == selection.digest else {
      throw Refusal(.idReused, blame: .peer, "the offer was taken with another selection before; ask for a new one")
    }
    return try AgreedPayment(verifying: agreement, payee: around.keys.payee.thumbprint)
  }

  /// As payer: what the payee's confirmation of our selection makes; refused when anything in it is not what we have selected.
  public func agree(
    offer: SignedStatement, selection: SignedStatement, confirmation: SignedStatement, payee: Thumbprint
  ) async throws -> AgreedPayment {
    let agreed = try AgreedPayment(
      verifying: PaymentAgreement(offer: offer, selection: selection, confirmation: confirmation), payee: payee)
    guard try await selectedPurse(for: agreed) != nil else {
      throw Refusal(.notAsOffered, blame: .peer, "the selection is not ours")
    }
    return agreed
  }

  func selectedPurse(for agreed: AgreedPayment) async throws -> PurseID? {
    let key = agreed.agreement.selection.digest.bytes
    return try await around.archive.records.read { reader in
      try reader.value(key, in: PaymentTables.selections).map { try PurseID(bytes: $0) }
    }
  }

  func till(
    for selection: PaymentSelection, of offer: VerifiedStatement<PaymentOffer>
  ) async throws -> PurseID? {
    guard selection.offer == offer.digest else { return nil }
    let kept = try await around.archive.records.read { try $0.value(offer.digest.bytes, in: PaymentTables.offers) }
    guard let kept, case let purses = try [PurseID](canonicalBytes: kept), purses.indices.contains(selection.option)
    else { return nil }
    return purses[selection.option]
  }
}
