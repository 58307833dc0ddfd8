import SemperCommerce
import SemperCryptography
import SemperStatements

/// A course with everything needed to sell it.
struct CatalogueEntry: Sendable {
  let course: Course
  let content: PreparedContent
  let code: String
  let offer: VerifiedStatement<Offer>
}
