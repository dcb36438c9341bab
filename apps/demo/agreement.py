"""The words of the demonstration's consortium."""

from typing import Final

from apps.consortia.services import AgreementText

CONSORTIUM: Final = "Light alloys from open sources"
PURPOSE: Final = "Qualify an AlCu4Mg1 alloy from recycled metal, so that airframe and defence parts no longer hang on one smelting region."
CALL_TITLE: Final = "Join the qualification of a recycled AlCu4Mg1 alloy"
CALL_TEXT: Final = (
    "We look for foundries that can offer the alloy, firms that would use it, and laboratories with spectrometry for Si, Fe, Cu, Mn, Mg, Cr "
    "and Ni.\nTesting is joint and blind; each member keeps its own data and shows what it chooses."
)
VERSION_1: Final = AgreementText(
    version="1.0",
    summary_en=(
        "Each member keeps its own data and shows exactly what it chooses.\n"
        "Nobody sees another laboratory's results before a study closes.\n"
        "Conclusions follow the protocol that was locked before the first result.\n"
        "Prices and supplier names are never shared through the consortium.\n"
        "A member may leave at the end of any month; what was concluded stays."
    ),
    summary_tr=(
        "Her üye kendi verisinin sahibidir ve yalnızca seçtiğini gösterir.\n"
        "Çalışma kapanmadan kimse başka bir laboratuvarın sonuçlarını göremez.\n"
        "Sonuçlar, ilk sonuçtan önce kilitlenen protokole göre çıkarılır.\n"
        "Fiyatlar ve tedarikçi adları konsorsiyum üzerinden asla paylaşılmaz.\n"
        "Bir üye her ay sonunda ayrılabilir; varılan sonuçlar geçerli kalır."
    ),
    text_en=(
        "1. Purpose. The members qualify substitute materials for the critical input named above.\n\n"
        "2. Data. Data belong to the member that enters them. A member opens field groups to named parties, for a purpose and until a day; "
        "it may revoke this at any time.\n\n"
        "3. Joint testing. A protocol is locked before the first result. Until the convener closes a study, a laboratory sees its own results "
        "only. Afterwards all members see the results under codes.\n\n"
        "4. Competition law. Prices, schedules and the identity of suppliers are not exchanged between members. Reports to the "
        "administration follow the law.\n\n"
        "5. Certification is decided by a certification body that did not evaluate the results by the same person.\n\n"
        "6. Leaving. A member may leave at the end of a month. Its results in closed studies remain part of them."
    ),
    text_tr=(
        "1. Amaç. Üyeler, yukarıda adı geçen kritik girdi için ikame malzemeleri yeterlendirir.\n\n"
        "2. Veri. Veri, onu giren üyeye aittir. Üye, alan gruplarını belirli taraflara, bir amaçla ve bir güne kadar açar; bunu her zaman "
        "geri alabilir.\n\n"
        "3. Ortak deney. Protokol ilk sonuçtan önce kilitlenir. Düzenleyici kuruluş çalışmayı kapatana kadar laboratuvar yalnızca kendi "
        "sonuçlarını görür. Sonrasında bütün üyeler sonuçları kodlarla görür.\n\n"
        "4. Rekabet hukuku. Fiyatlar, sevkiyat planları ve tedarikçi kimlikleri üyeler arasında paylaşılmaz. İdareye bildirimler yasaya göre "
        "yapılır.\n\n"
        "5. Belgelendirme kararını, sonuçları değerlendiren kişiden başka bir kişi verir.\n\n"
        "6. Ayrılma. Üye ay sonunda ayrılabilir. Kapanmış çalışmalardaki sonuçları onların parçası olarak kalır."
    ),
)
