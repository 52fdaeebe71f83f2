// A static list, so that a single executable carries the files too.
import andaman_and_nicobar_islands from './andaman-and-nicobar-islands.json' with { type: 'json' }
import andhra_pradesh from './andhra-pradesh.json' with { type: 'json' }
import arunachal_pradesh from './arunachal-pradesh.json' with { type: 'json' }
import assam from './assam.json' with { type: 'json' }
import bihar from './bihar.json' with { type: 'json' }
import chandigarh from './chandigarh.json' with { type: 'json' }
import chhattisgarh from './chhattisgarh.json' with { type: 'json' }
import dadra_and_nagar_haveli_and_daman_and_diu from './dadra-and-nagar-haveli-and-daman-and-diu.json' with { type: 'json' }
import delhi from './delhi.json' with { type: 'json' }
import goa from './goa.json' with { type: 'json' }
import gujarat from './gujarat.json' with { type: 'json' }
import haryana from './haryana.json' with { type: 'json' }
import himachal_pradesh from './himachal-pradesh.json' with { type: 'json' }
import jammu_and_kashmir from './jammu-and-kashmir.json' with { type: 'json' }
import jharkhand from './jharkhand.json' with { type: 'json' }
import karnataka from './karnataka.json' with { type: 'json' }
import kerala from './kerala.json' with { type: 'json' }
import ladakh from './ladakh.json' with { type: 'json' }
import lakshadweep from './lakshadweep.json' with { type: 'json' }
import madhya_pradesh from './madhya-pradesh.json' with { type: 'json' }
import maharashtra from './maharashtra.json' with { type: 'json' }
import manipur from './manipur.json' with { type: 'json' }
import meghalaya from './meghalaya.json' with { type: 'json' }
import mizoram from './mizoram.json' with { type: 'json' }
import nagaland from './nagaland.json' with { type: 'json' }
import odisha from './odisha.json' with { type: 'json' }
import puducherry from './puducherry.json' with { type: 'json' }
import punjab from './punjab.json' with { type: 'json' }
import rajasthan from './rajasthan.json' with { type: 'json' }
import sikkim from './sikkim.json' with { type: 'json' }
import tamil_nadu from './tamil-nadu.json' with { type: 'json' }
import telangana from './telangana.json' with { type: 'json' }
import tripura from './tripura.json' with { type: 'json' }
import uttar_pradesh from './uttar-pradesh.json' with { type: 'json' }
import uttarakhand from './uttarakhand.json' with { type: 'json' }
import west_bengal from './west-bengal.json' with { type: 'json' }

/** Prose, Hindi facts and doubts of each state, by slug. */
export const words = {
  'andaman-and-nicobar-islands': andaman_and_nicobar_islands,
  'andhra-pradesh': andhra_pradesh,
  'arunachal-pradesh': arunachal_pradesh,
  'assam': assam,
  'bihar': bihar,
  'chandigarh': chandigarh,
  'chhattisgarh': chhattisgarh,
  'dadra-and-nagar-haveli-and-daman-and-diu': dadra_and_nagar_haveli_and_daman_and_diu,
  'delhi': delhi,
  'goa': goa,
  'gujarat': gujarat,
  'haryana': haryana,
  'himachal-pradesh': himachal_pradesh,
  'jammu-and-kashmir': jammu_and_kashmir,
  'jharkhand': jharkhand,
  'karnataka': karnataka,
  'kerala': kerala,
  'ladakh': ladakh,
  'lakshadweep': lakshadweep,
  'madhya-pradesh': madhya_pradesh,
  'maharashtra': maharashtra,
  'manipur': manipur,
  'meghalaya': meghalaya,
  'mizoram': mizoram,
  'nagaland': nagaland,
  'odisha': odisha,
  'puducherry': puducherry,
  'punjab': punjab,
  'rajasthan': rajasthan,
  'sikkim': sikkim,
  'tamil-nadu': tamil_nadu,
  'telangana': telangana,
  'tripura': tripura,
  'uttar-pradesh': uttar_pradesh,
  'uttarakhand': uttarakhand,
  'west-bengal': west_bengal,
}
