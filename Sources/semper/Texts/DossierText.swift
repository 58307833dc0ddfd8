/// What a dossier of a dispute says around the statements themselves. Parts and reasons have words of their own, `dossier.part.…` and
/// `dossier.reason.…`.
enum DossierText: String, CaseIterable, Sendable {
  case dossierTitle = "dossier.title"
  case dossierIntro = "dossier.intro"
  case dossierSave = "dossier.save"
  case dossierCase = "dossier.case"
  case dossierDeal = "dossier.deal"
  case dossierSold = "dossier.sold"
  case dossierAll = "dossier.all"
  case dossierSilent = "dossier.silent"
  case dossierByRule = "dossier.by.rule"
  case dossierByPerson = "dossier.by.person"
  case dossierUntil = "dossier.until"
  case dossierPays = "dossier.pays"
  case dossierNothing = "dossier.nothing"
  case dossierMoved = "dossier.moved"
  case dossierNotFinal = "dossier.not.final"
  case dossierSigned = "dossier.signed"
  case dossierHolds = "dossier.holds"
  case dossierFails = "dossier.fails"
  case dossierEvidence = "dossier.evidence"
}
