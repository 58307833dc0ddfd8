import SemperCryptography

/// What an authority issues for a request, once it has decided to.
struct RegistrationTitle: Sendable {
  let type: CertificateType
  let common: String
  let merchant: MerchantData?
}
