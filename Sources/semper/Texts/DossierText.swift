/// What a dossier of a dispute says around the statements themselves. Its parts have words of their own,
/// `dossier.part.…`; of the dispute itself `DisputeWords` speak.
enum DossierText: String, CaseIterable, Sendable {
  case dossierTitle = "dossier.title"
  case dossierIntro = "dossier.intro"
  case dossierSave = "dossier.save"
  case dossierCase = "dossier.case"
  case dossierDeal = "dossier.deal"
  case dossierSold = "dossier.sold"
  case dossierOffered = "dossier.offered"
  case dossierOfferedPrice = "dossier.offered.price"
  case dossierPaid = "dossier.paid"
  case dossierAll = "dossier.all"
  case dossierSilent = "dossier.silent"
  case dossierUntil = "dossier.until"
  case dossierMoved = "dossier.moved"
  case dossierNotFinal = "dossier.not.final"
  case dossierSigned = "dossier.signed"
  case dossierHolds = "dossier.holds"
  case dossierFails = "dossier.fails"
  case dossierEvidence = "dossier.evidence"
  case dossierDocuments = "dossier.documents"
}
