public import SemperCoding

/// What a statement is for. The kind stands in the payload and, as `typ`, under the signature, so that a signature
/// given for one purpose can never be shown for another.
public enum StatementKind: String, Registered, CanonicalValue {
  // Roles and terms
  case role
  case terms
  case evaluation
  case evaluationStatus = "evaluation-status"
  // The deal
  case offer, order, contract, choice, deed
  // Disputes
  case claim
  case claimAnswer = "claim-answer"
  case ruling, appeal, enforce, enforcement
  case carriage
  // Items
  case conditional, container
  case statusReceipt = "status-receipt"
  case statusOutcome = "status-outcome"
  case transfer
  case transferReceipt = "transfer-receipt"
  case transferCommission = "transfer-commission"
  case transferSubmission = "transfer-submission"
  case transferTransport = "transfer-transport"
  case streamEnd = "stream-end"
  // The exchange protocol FX4
  case commitOriginator = "commit-originator"
  case commitResponder = "commit-responder"
  case openOriginator = "open-originator"
  case openResponder = "open-responder"
  case abort, resolve, complain, accept, query
  case decision
  case checkpoint, cosignature
  case logNotice = "log-notice"
  case settlementProposal = "settlement-proposal"
  case settlementConsent = "settlement-consent"
  // Piece for piece
  case commitPieces = "commit-pieces"
  case openPiece = "open-piece"
  case endPieces = "end-pieces"
  // Bank and mint
  case accountOpen = "account-open"
  case accountQuery = "account-query"
  case accountLock = "account-lock"
  case mintKeys = "mint-keys"
  case mintKeysAudit = "mint-keys-audit"
  case mintStatement = "mint-statement"
  case mintWithdraw = "mint-withdraw"
  case mintDeposit = "mint-deposit"
  case mintSwap = "mint-swap"
  case mintLock = "mint-lock"
  case mintClaim = "mint-claim"
  case mintRefund = "mint-refund"
  case mintSettle = "mint-settle"
  case mintRecoup = "mint-recoup"
  case mintRefresh = "mint-refresh"
  case mintRefreshChoice = "mint-refresh-choice"
  case mintRefreshReveal = "mint-refresh-reveal"
  case mintReceipt = "mint-receipt"
  case lockReceipt = "lock-receipt"
  case lockOutcome = "lock-outcome"
  case lockDivision = "lock-division"
  case lockPledge = "lock-pledge"
  case lockFreeze = "lock-freeze"
  case lockLapse = "lock-lapse"
  case mintFreeze = "mint-freeze"
  case mintLapse = "mint-lapse"
  case mintRefusal = "mint-refusal"
  // Payments of any system
  case paymentOffer = "payment-offer"
  case paymentSelection = "payment-selection"
  case paymentConfirmation = "payment-confirmation"
  case paymentToken = "payment-token"
  case paymentRefund = "payment-refund"
  case accountOrder = "account-order"
  case accountReceipt = "account-receipt"
  case accountRefusal = "account-refusal"
  // Transfers between banks
  case bankDocument = "bank-document"
  case transferInquiry = "transfer-inquiry"
  case transferClaim = "transfer-claim"
  // Chip cards
  case purseOrder = "purse-order"
  case moduleOrder = "module-order"

  /// The `typ` of the protected header.
  public var headerType: String { "semper-\(rawValue)+jws" }

  public var registration: Registration {
    switch self {
    case .role: Registration(1, "A role describes itself: keys, endpoints, versions; certified by the authority.")
    case .terms: Registration(2, "A seller fixes the terms of business of a service.")
    case .evaluation, .evaluationStatus: certificationRegistration
    case .offer: Registration(10, "A seller offers an article to anybody.")
    case .order: Registration(11, "A buyer accepts an offer and opens a deal.")
    case .contract: Registration(12, "Both parties agree on the deal and on the exchange that fulfils it.")
    case .choice: Registration(13, "A party takes one of the options that the terms give it.")
    case .deed: Registration(14, "A party gives items in a step of the terms, or both sign what they give.")
    case .claim, .claimAnswer, .ruling, .appeal, .enforce, .enforcement, .carriage: disputeRegistration
    case .conditional: Registration(20, "A document that counts only with its opening or the arbiter's resolution.")
    case .statusReceipt: Registration(28, "A registry keeps a credential for an exchange and obeys its arbiter.")
    case .statusOutcome: Registration(29, "A registry has turned a credential invalid.")
    case .transfer: Registration(22, "NRO: a sender has sent a package to one or more recipients.")
    case .transferReceipt: Registration(23, "NRD: a recipient has received a package.")
    case .transferCommission: Registration(27, "A sender has a delivery agent bring a letter to a recipient.")
    case .transferSubmission: Registration(24, "NRS: a delivery agent has taken a package for a recipient.")
    case .transferTransport: Registration(25, "NRT: a delivery agent has handed a package over.")
    case .streamEnd: Registration(26, "The producer of a stream says how it ended, with its root.")
    case .container: Registration(21, "A sender answers for a container of items; a receiver confirms its receipt.")
    case .commitOriginator: Registration(30, "M1: the originator commits to the exchange and its locked items.")
    case .commitResponder: Registration(31, "M2: the responder commits in answer to one M1.")
    case .openOriginator: Registration(32, "M3: the originator opens its items.")
    case .openResponder: Registration(33, "M4: the responder opens its items.")
    case .abort: Registration(34, "The originator asks the arbiter to end an exchange it has not opened.")
    case .resolve: Registration(35, "A party asks the arbiter to complete an exchange.")
    case .complain: Registration(36, "A party proves to the arbiter that opened data is not what was agreed.")
    case .accept: Registration(37, "A party ends its complaint window early.")
    case .query: Registration(38, "A party asks for the arbiter's decision.")
    case .decision: Registration(39, "The arbiter's decision on one exchange.")
    case .checkpoint: Registration(40, "The keeper of a log vouches for its size and Merkle root at a time.")
    case .cosignature: Registration(41, "A witness has seen a log grow to this checkpoint and never shrink or fork.")
    case .logNotice: Registration(42, "An arbiter notes in its log that it started, or opened or destroyed an epoch.")
    case .settlementProposal: Registration(43, "A party proposes how an exchange ends without its arbiter.")
    case .settlementConsent: Registration(44, "The other party agrees to that.")
    case .commitPieces, .openPiece, .endPieces: pieceRegistration
    case .accountOpen: Registration(50, "A key holder opens an account at the bank.")
    case .accountQuery: Registration(51, "An account holder asks for balance and postings.")
    case .accountLock: Registration(52, "Money of an account is locked, claimed, taken back or divided.")
    case .mintKeys: Registration(60, "The mint lists its denomination keys.")
    case .mintKeysAudit: Registration(73, "An auditor has seen a mint's key list as the only one of its number.")
    case .mintStatement: Registration(74, "The mint vouches for its books as they are at the end of a day.")
    case .mintWithdraw: Registration(61, "An account holder turns a balance into coins.")
    case .mintDeposit: Registration(62, "Coins are paid into an account.")
    case .mintSwap: Registration(63, "Coins are exchanged for coins of the same value.")
    case .mintLock: Registration(64, "Coins are spent into a lock for one exchange.")
    case .mintClaim: Registration(65, "The payee claims a lock with the opening or a resolution.")
    case .mintRefund: Registration(66, "The payer takes a lock back with an abort decision.")
    case .mintSettle: Registration(67, "The payee of a lock takes its agreed part, without the arbiter.")
    case .mintRecoup: Registration(75, "The holder of coins under a revoked key gets fresh ones for them.")
    case .mintRefresh, .mintRefreshChoice, .mintRefreshReveal: refreshRegistration
    case .mintReceipt: Registration(68, "The mint confirms a withdrawal, deposit, swap, recoup or refresh.")
    case .lockReceipt, .lockOutcome, .lockDivision, .lockPledge, .lockFreeze, .lockLapse, .mintFreeze, .mintLapse:
      lockRegistration
    case .mintRefusal: Registration(71, "The mint refuses an operation for good and says why.")
    case .paymentOffer: Registration(80, "A payee offers means of payment, with the amount for each.")
    case .paymentSelection: Registration(81, "A payer picks one of the means of payment of an offer.")
    case .paymentConfirmation: Registration(82, "The payee agrees to the payer's selection.")
    case .paymentToken: Registration(83, "One side of a payment says something to the other under what they agreed on.")
    case .paymentRefund: Registration(84, "The payee of a payment gives some or all of it back.")
    case .accountOrder: Registration(85, "An account holder orders the bank to move or hold money.")
    case .accountReceipt: Registration(86, "The bank confirms that it has carried out an account order.")
    case .accountRefusal: Registration(87, "The bank refuses an account order for good and says why.")
    case .bankDocument: Registration(88, "A bank or an account holder sends a message of ISO 20022.")
    case .transferInquiry: Registration(89, "A payee asks about a transfer; one that has not come never will.")
    case .transferClaim: Registration(91, "A lock's payee has what it gets sent to its account at another bank.")
    case .purseOrder, .moduleOrder: chipRegistration
    }
  }

  private var certificationRegistration: Registration {
    switch self {
    case .evaluation: Registration(3, "An evaluator says what it has found out about a service.")
    default: Registration(4, "An evaluator lists the evaluations that it has withdrawn.")
    }
  }

  private var pieceRegistration: Registration {
    switch self {
    case .commitPieces: Registration(45, "A side seals what it gives piece for piece.")
    case .openPiece: Registration(46, "A side gives its next piece, and confirms by it those that it has got.")
    default: Registration(47, "A side gives no more pieces and says how many it has got.")
    }
  }

  private var disputeRegistration: Registration {
    switch self {
    case .claim: Registration(15, "A party brings a dispute to the deal's arbiter.")
    case .claimAnswer: Registration(16, "The other side admits a claim or contests it.")
    case .ruling: Registration(17, "The arbiter decides a dispute.")
    case .appeal: Registration(18, "Who lost by a ruling asks once for a person's judgement.")
    case .carriage: Registration(19, "A carrier says what has become of a parcel.")
    case .enforce: Registration(53, "Who won a dispute asks the bank to carry out the final ruling.")
    default: Registration(54, "The bank says what it has moved, and what is still owed, by a final ruling.")
    }
  }

  private var chipRegistration: Registration {
    switch self {
    case .purseOrder: Registration(90, "The holder of an account asks its bank for a purse on a chip card.")
    default: Registration(97, "The holder of an account has its bank keep a merchant's module for it.")
    }
  }

  private var lockRegistration: Registration {
    switch self {
    case .lockReceipt: Registration(69, "The mint confirms that money is locked for an exchange.")
    case .lockOutcome: Registration(70, "The mint confirms how a lock ended.")
    case .lockDivision: Registration(72, "The payer of a lock agrees to its division, until a time.")
    case .lockPledge: Registration(92, "The payee of a lock agrees that it stands still until another ledger decides.")
    case .lockFreeze: Registration(93, "A ledger confirms that a lock stands still and follows another.")
    case .lockLapse: Registration(94, "A ledger takes no division of a lock any more that was to come by a time.")
    case .mintFreeze: Registration(95, "A lock is frozen under a pledge, or follows what the other ledger has said.")
    default: Registration(96, "A party to a lock asks whether it can still be divided.")
    }
  }

  private var refreshRegistration: Registration {
    switch self {
    case .mintRefresh: Registration(76, "A coin is given up for candidates of new ones, one of which the mint picks.")
    case .mintRefreshChoice: Registration(77, "The mint picks the candidate of a refresh that it will sign.")
    default: Registration(78, "The other candidates of a refresh are opened, and the coins asked for.")
    }
  }
}
