"""Where Arabic newsrooms are that publish under an international domain: by country, by their domains.

A time that a page prints without a zone is the newsroom's. Domains under a country's own top level need no
entry, and of newsrooms with several homes (Elaph, Arabi21, BBC, Asharq Al-Awsat) there is none.
"""

from __future__ import annotations

_DOMAINS = {
    "eg": "youm7.com almasryalyoum.com masrawy.com shorouknews.com elwatannews.com vetogate.com "
    "elbalad.news elbaladtv.net akhbarelyom.com elfagr.org elfagr.com dostor.org albawabhnews.com "
    "cairo24.com almalnews.com alborsaanews.com elaosboa.org filgoal.com yallakora.com btolat.com "
    "rassd.net rassd.com mobtada.com tahrirnews.com albedaiah.com madamasr.com soutalomma.com "
    "almesryoon.com elmogaz.com alwafd.news alwafd.org el-balad.com elzmannews.com cairoportal.com "
    "dotmsr.com onaeg.com gomhuriaonline.com alnaharegypt.com egyptindependent.com akhbarak.net "
    "elbadil.com masralarabia.com masralarabia.net dailynewsegypt.com amwalalghad.com "
    "hapijournal.com extranews.tv cbc-eg.com ahlmasrnews.com elcinema.com nogoumfm.net "
    "alqaheranews.net",
    "sa": "alriyadh.com alyaum.com sabq.org al-jazirah.com al-jazirahonline.com al-madina.com "
    "albiladdaily.com argaam.com almowaten.net slaati.com twasul.info alweeam.com arabnews.com "
    "aleqt.com maaal.com makkahnewspaper.com arriyadiyah.com hasanews.com asharq.com "
    "asharqbusiness.com alhayat.com almrsal.com anaween.com rasdnews.net hasatoday.com alhadath.net",
    "ae": "emaratalyoum.com skynewsarabia.com alarabiya.net al-ain.com alroeya.com zawya.com eremnews.com "
    "arabianbusiness.com thenationalnews.com khaleejtimes.com gulfnews.com mbc.net",
    "qa": "al-sharq.com al-watan.com raya.com aljazeera.net aljazeera.com lusailnews.net gulf-times.com "
    "thepeninsulaqatar.com dohanews.co",
    "kw": "alqabas.com alraimedia.com aljarida.com alseyassah.com arabtimesonline.com alaan.cc "
    "kuwaittimes.com",
    "bh": "akhbar-alkhaleej.com alayam.com alwatannews.net alwasatnews.com gdnonline.com newsofbahrain.com",
    "om": "alwatan.com shabiba.com timesofoman.com muscatdaily.com omanobserver.com",
    "jo": "ammonnews.net alghad.com addustour.com alrai.com khaberni.com sarayanews.com jo24.net "
    "assawsana.com garaanews.com almadenahnews.com royanews.tv almamlakatv.com albosala.com "
    "rumonline.net allofjo.net gerasanews.com alanbatnews.net factjo.com jordanzad.com jo1jo.com "
    "nayrouz.com jordantimes.com 7iber.com alarabalyawm.net sawaleif.com watnnews.net",
    "lb": "annahar.com al-akhbar.com aljoumhouria.com elnashra.com lebanondebate.com lebanonfiles.com "
    "lbcgroup.tv lbcigroup.tv almayadeen.net aliwaa.com assafir.com almustaqbal.com addiyar.com "
    "addiyaronline.com imlebanon.org lebanon24.com beirutobserver.com nidaalwatan.com almodon.com "
    "janoubia.com kataeb.org lebanese-forces.com tayyar.org almarkazia.net naharnet.com "
    "saidaonline.com daraj.com daraj.media yasour.org bintjbeil.org bintjbeil.com al-binaa.com "
    "sawtbeirut.com aljadeed.tv legal-agenda.com raseef22.com raseef22.net elsharkonline.com "
    "greenarea.me almanar.com al-manar.tv icibeyrouth.com",
    "sy": "enabbaladi.net enabbaladi.org halabtodaytv.net zamanalwsl.net orient-news.net snacksyrian.com "
    "shaam.org syria.tv dampress.net athrpress.com hawarnews.com npasyria.com syriahr.com "
    "eqtsad.net baladi-news.com qasioun-news.com syriandays.com thawraonline.com",
    "iq": "alsumaria.tv almadapaper.net azzaman.com shafaq.com rudaw.net alforatnews.com nasnews.com "
    "baghdadtoday.news almaalomah.me mawazin.net sotaliraq.com kitabat.com ninanews.com "
    "burathanews.com aliraqnews.com non14.net basnews.com kurdistan24.net alghadpress.com "
    "964media.com alaalem.com almirbad.com yaqein.net almadasupplements.com faceiraq.org "
    "iraqhurr.org",
    "ye": "almasdaronline.com almasdaronline.net adengad.net adengd.net marebpress.net marebpress.org "
    "almashhad-alyemeni.com yemen-press.com sabanews.net almahriah.net belqees.net newsyemen.net "
    "alayyam.info 4may.net 26sep.net alomanaa.net yemenat.net yemenmonitor.com debriefer.net "
    "alharf28.com cratersky.net al-tagheer.com yafanews.net almontasaf.net barran.press south24.net "
    "hunaaden.com almawqeapost.net almotamar.net yemenakhbar.com sahafah24.net aden-tm.net "
    "adennews.net hadramautalyoum.com shabwaah-press.info",
    "ps": "maannews.net maannews.com samanews.com amad.com alquds.com palinfo.com paltoday.tv "
    "felesteen.news shehabnews.com qudsn.co qudsn.net alwatanvoice.com palsawa.com wattan.net "
    "wattan.tv alresalah.net alaqsavoice.com qudsnet.com palestinetoday.net",
    "il": "arab48.com bokra.net alarab.com kul-alarab.com alarab.net i24news.tv",
    "ly": "libyaakhbar.com eanlibya.com afrigatenews.net akhbarlibya24.net 218tv.net libyaalahrar.tv "
    "libyaalahrar.net almarsad.co libya-al-mostakbal.org alsaaa24.com libyaherald.com "
    "addresslibya.com addresslibya.co",
    "tn": "babnet.net mosaiquefm.net shemsfm.net alchourouk.com jawharafm.net tuniscope.com "
    "tunisienumerique.com kapitalis.com webmanagercenter.com espacemanager.com africanmanager.com "
    "turess.com hakaekonline.com jomhouria.com nessma.tv achahed.com inkyfada.com nawaat.org "
    "acharaa.com diwanfm.net radioexpressfm.com assabahnews.com",
    "dz": "elkhabar.com echoroukonline.com ennaharonline.com elbilad.net djazairess.com algerie360.com "
    "tsa-algerie.com elhiwardz.com sawtalahrar.net ech-chaab.com elmaouid.com al-fadjr.com "
    "annasronline.com elheddaf.com algeriepatriotique.com elwatan.com elwatan-dz.com "
    "lexpressiondz.com algerie-eco.com awras.com el-massa.com akhbarelyoum-dz.com ennahar.tv "
    "elmihwar.com elmountakheb.com",
    "ma": "hespress.com alyaoum24.com hibapress.com chouftv.com akhbarona.com barlamane.com febrayer.com "
    "lakome2.com lakome.com kifache.com alaoual.com ahdath.info maghress.com almassaa.com "
    "medias24.com nadorcity.com tanja24.com rue20.com dalil-rif.com oujdacity.net ariffino.net "
    "alayam24.com tanja7.com al3omk.com snrtnews.com analkhabar.com almarrakchia.net kech24.com "
    "agadir24.info hadatcom.com anfaspress.com yabiladi.com achkayen.com badil.info lesiteinfo.com "
    "madar21.com almountakhab.com zoompresse.com hesport.com almaghribtoday.net telquel-arabi.com "
    "le360.com alittihad.info 2m.tv",
    "mr": "alakhbar.info saharamedias.net essirage.net tawary.com mourassiloun.com cridem.org rimnow.net "
    "aqlame.com mushahide.net alwiam.info essahraa.net elhourriya.net al-maraabimedias.net",
    "sd": "alrakoba.net sudanile.com sudantribune.net sudantribune.com sudanakhbar.com sudaneseonline.com "
    "alnilin.com suna-sd.net suna-news.net alsudaninews.com alintibaha.net assayha.net "
    "akhirlahza.info tagpress.net bajnews.net kushnews.net hurriyatsudan.com altaghyeer.info "
    "mugrn.net azzapress.com darfur24.com sudanjem.com alyoumaltali.com",
    "tr": "trtarabi.com turkpress.co yenisafak.com dailysabah.com turkeyalaan.net",
    "fr": "france24.com mc-doualiya.com euronews.com",
    "de": "dw.com",
}
COUNTRY_OF = {domain: country for country, domains in _DOMAINS.items() for domain in domains.split()}
