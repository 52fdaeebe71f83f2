import type { PostLanguage } from '../../contract/fields.ts'

export interface Sample {
  /** Those with the same one are translations of each other. */
  group: string
  language: PostLanguage
  postname: string
  category: string
  state: string
  content: string
}

/** What a site that is being tried out has to read. The facts are those of the state pages and of what is named in the notes. */
export const samples: readonly Sample[] = [
  {
    group: 'masks',
    language: 'en',
    postname: 'The mask makers of Majuli',
    category: 'Crafts',
    state: 'assam',
    content: `On an island in the Brahmaputra a demon king hangs from a rafter by his chin, drying. He weighs less than a schoolbag. Under his painted skin is a basket of split bamboo, and over the bamboo lie cotton, river clay and cow dung, layer by layer, until a face comes out.

[Assam](/states/assam) has many crafts, but this one belongs to a single river island and, on it, to a handful of *sattras*: the monasteries that grew out of the teaching of Srimanta Sankardeva in the fifteenth and sixteenth centuries. He brought scripture to people who could not read by letting them watch it. The plays are called *bhaona*, and a *bhaona* needs gods, birds, snakes and at least one ten-headed villain.

## How a face is made

1. A frame of young bamboo is woven, fine enough for cheeks and brows.
2. Strips of cotton dipped in potter’s clay cover it.
3. Clay mixed with cow dung gives the face its features; a bamboo file smooths it.
4. It dries in the sun, and only then is it painted.

The weight matters. A player may wear the head for a whole night, and dance in it.

## Three sizes

| name | what it covers | what for |
|---|---|---|
| *mukh* | the face | most characters |
| *lotokoi* | head and chest | larger figures, in two parts that move |
| *cho* | head and body | giants |

In Samaguri Sattra, where the masks are best known, the family workshop is also a school, and visitors are welcome to sit and watch. In 2024 the Majuli mask was entered in India’s register of geographical indications[^gi], together with the island’s manuscript painting.

## Getting there

Ferries cross from Nimati Ghat near Jorhat, and take cars, goats and motorcycles in no particular order. Come in November for the Raas festival, when half the island is on stage and the other half is in the audience.

[^gi]: A name that only what is made in a place may bear, as with Darjeeling tea.
`,
  },
  {
    group: 'bridges',
    language: 'en',
    postname: 'Bridges that are grown, not built',
    category: 'Nature',
    state: 'meghalaya',
    content: `Timber rots in the wettest hills of India, and wire rusts. So the Khasi and the Jaintia people of [Meghalaya](/states/meghalaya) cross their rivers on something that gets stronger with rain: the roots of living trees.

The tree is *Ficus elastica*, the rubber fig. It sends out roots from its trunk, thin as string at first. Somebody leads one of them across the water, along a bamboo pole or the hollowed trunk of a betel palm, and tucks its tip into the soil of the far bank. Then everybody waits. It takes fifteen years or more before a bridge bears people, and it may go on bearing them for centuries. *Jingkieng jri*, the Khasi call it.

> A bridge is never finished here. Whoever passes with a free hand ties one more root.

## The one with two storeys

The best known hangs above the Umshiang stream at Nongriat, below Sohra. It has two decks, one above the other, because the lower one lies under water when the stream is in flood. The way down has more than three thousand steps. There is only one way back, and it is the same steps.

## Before you go

- **October to April** is drier. Between June and September the path is a waterfall, and the bridges are at their greenest.
- Walk one by one. A young bridge is a living thing with broken bones.
- Stay the night in the village: homestays cook, and the bridge belongs to them when the day visitors have gone.

Since 2022 the root bridges have been on India’s tentative list for World Heritage. Until that is decided, they are looked after as they always were: by those who walk on them.
`,
  },
  {
    group: 'train',
    language: 'en',
    postname: 'Two feet wide and seven thousand feet up',
    category: 'Travel',
    state: 'west-bengal',
    content: `The train to Darjeeling is slower than a bicycle in places, and a boy on the road will prove it to you. Nobody on board minds. The line was opened in 1881, and its rails are two feet apart.

It leaves the plains of [West Bengal](/states/west-bengal) at New Jalpaiguri, about a hundred metres above the sea, and climbs to Ghum at 2,258 metres, the highest station of the railway, before it rolls down into Darjeeling. There is no rack between the rails and no tunnel on the way. It gets up by tricks.

## The tricks

**Loops.** The line turns in a circle and crosses over itself, gaining the height of a house in the length of a street. The finest is at Batasia, where on a clear morning the whole of Kangchenjunga stands behind the engine.

**Zigzags.** Where a loop does not fit, the train runs forward, stops, and backs up the next slope, then goes forward again. Six of them are left.

**The road.** For much of its way the train and the road share one ledge, and cross each other more than a hundred times. Shops open right on to the rails. You could buy oranges without getting up.

## Which one to take

| train | way | for whom |
|---|---|---|
| the long one | New Jalpaiguri to Darjeeling, a whole day | those who like windows |
| the joy ride | Darjeeling to Ghum and back, about two hours | everybody else |

Some joy rides are still pulled by steam engines of a class that was first built in 1889. Take a jacket: the windows are always open, because somebody always wants to lean out.

In 1999 UNESCO put the railway on its list of World Heritage, the second railway in the world to get there. The monsoon has no respect for that. Between June and September ask whether the line is open before you plan a day around it.
`,
  },
  {
    group: 'train',
    language: 'hi',
    postname: 'दो फ़ुट की पटरी, सात हज़ार फ़ुट की चढ़ाई',
    category: 'Travel',
    state: 'west-bengal',
    content: `दार्जिलिंग जाने वाली रेलगाड़ी कहीं-कहीं साइकिल से भी धीमी चलती है, और सड़क पर दौड़ता कोई बच्चा यह साबित करके दिखा देगा। सवारियों को इससे कोई शिकायत नहीं। यह लाइन 1881 में खुली थी और इसकी दोनों पटरियों के बीच बस दो फ़ुट का फ़ासला है।

गाड़ी [पश्चिम बंगाल](/hi/states/west-bengal) के मैदान में, समुद्र से क़रीब सौ मीटर ऊपर, न्यू जलपाईगुड़ी से चलती है। घूम तक पहुँचते-पहुँचते वह 2,258 मीटर चढ़ चुकी होती है। यह इस रेल का सबसे ऊँचा स्टेशन है, इसके बाद दार्जिलिंग तक उतराई है। रास्ते में न दाँतेदार पटरी है, न कोई सुरंग। सारा काम तरकीबों से चलता है।

## तरकीबें

**लूप।** लाइन एक घेरा काटकर ख़ुद अपने ऊपर से गुज़रती है, और एक गली भर की दूरी में एक मकान जितनी ऊँचाई पा लेती है। सबसे सुंदर लूप बतासिया का है, जहाँ साफ़ सुबह में इंजन के पीछे पूरा कंचनजंघा खड़ा दिखता है।

**ज़िगज़ैग।** जहाँ लूप की जगह नहीं, वहाँ गाड़ी आगे बढ़ती है, रुकती है, अगली ढलान पर उलटी चढ़ती है और फिर सीधी हो जाती है। अब ऐसे छह मोड़ बचे हैं।

**सड़क।** काफ़ी दूर तक रेल और सड़क एक ही पगडंडी बाँटते हैं और सौ से ज़्यादा बार एक-दूसरे को काटते हैं। दुकानें सीधे पटरी पर खुलती हैं। संतरे ख़रीदने के लिए उठना भी नहीं पड़ता।

## कौन-सी गाड़ी लें

| गाड़ी | रास्ता | किसके लिए |
|---|---|---|
| लंबी वाली | न्यू जलपाईगुड़ी से दार्जिलिंग, पूरा दिन | जिन्हें खिड़की पसंद है |
| जॉय राइड | दार्जिलिंग से घूम और वापसी, क़रीब दो घंटे | बाक़ी सबके लिए |

कुछ जॉय राइड आज भी उस क़िस्म के भाप इंजन खींचते हैं जो पहली बार 1889 में बना था। एक जैकेट साथ रखिए: खिड़कियाँ हमेशा खुली रहती हैं, क्योंकि किसी-न-किसी को बाहर झाँकना ही होता है।

1999 में यूनेस्को ने इसे विश्व धरोहर की सूची में जगह दी। दुनिया की यह दूसरी रेल थी जिसे यह सम्मान मिला। मानसून इसकी परवाह नहीं करता: जून से सितंबर के बीच जाना हो तो पहले पूछ लीजिए कि लाइन खुली है या नहीं।
`,
  },
  {
    group: 'water',
    language: 'en',
    postname: 'How the desert keeps its water',
    category: 'History',
    state: 'rajasthan',
    content: `[Rajasthan](/states/rajasthan) is the largest state of India and has one of its smallest shares of rain. In the west a good year brings a few weeks of it. What people did with those weeks is written all over the country, mostly below ground.

## Going down for it

A stepwell, a *baori*, is a house turned upside down. Stairs lead from the hot street into the earth, past landings and pillars, to wherever the water happens to stand that month. Chand Baori at Abhaneri, begun more than a thousand years ago, goes down thirteen storeys in three thousand five hundred steps, laid out so evenly that the eye gives up counting.

It was never only a tank. At the bottom the air is cooler by several degrees, so people stayed and talked.

## A field that is a pond

Around Jaisalmer the Paliwal farmers made the *khadin*: an earthen bank across the foot of a slope. The rain of the whole hillside runs together behind it and soaks in. When the water is gone, wheat and chickpeas are sown into the wet soil, and they ripen on what it holds, without one shower more.

## The roof of the fort

Every hill fort is also a machine for catching water. Channels lead from the roofs and courts into covered tanks, through pits where the sand settles. In many houses the same is done with a small court and a *tanka*, a round cistern below it, whose lid has a lock. Of the family’s treasures it was the one that was drunk.

## What came back

In the twentieth century pipes came, and the tanks were filled with rubbish. Then in the 1980s villages of Alwar district began to mend their *johads*, simple crescents of earth that hold the monsoon until it has sunk in. Wells that had been dry had water again, and so, after some years, had the Arvari river.

None of it was new. It had only been asked to wait, like the water.
`,
  },
  {
    group: 'water',
    language: 'hi',
    postname: 'मरुस्थल अपना पानी कैसे सँभालता है',
    category: 'History',
    state: 'rajasthan',
    content: `[राजस्थान](/hi/states/rajasthan) क्षेत्रफल में भारत का सबसे बड़ा राज्य है, पर बारिश उसके हिस्से में बहुत कम आती है। पश्चिम में अच्छे साल में भी बस कुछ हफ़्ते बरसते हैं। लोगों ने उन हफ़्तों का क्या किया, यह पूरे इलाक़े में लिखा है, और ज़्यादातर ज़मीन के नीचे।

## नीचे उतरकर

बावड़ी उलटा रखा हुआ मकान है। तपती गली से सीढ़ियाँ धरती के भीतर जाती हैं, छज्जों और खंभों से होकर वहाँ तक, जहाँ उस महीने पानी ठहरा हो। आभानेरी की चाँद बावड़ी एक हज़ार साल से भी पुरानी है। तेरह मंज़िल नीचे तक उसकी साढ़े तीन हज़ार सीढ़ियाँ इतनी बराबर बनी हैं कि आँख गिनना छोड़ देती है।

वह केवल टंकी कभी नहीं थी। नीचे हवा कई डिग्री ठंडी होती है, इसलिए लोग वहीं बैठते और बातें करते थे।

## खेत जो तालाब भी है

जैसलमेर के आसपास पालीवाल किसानों ने खड़ीन बनाई: ढलान के पैर में मिट्टी की एक लंबी मेड़। पूरी पहाड़ी का पानी उसके पीछे जमा होकर ज़मीन में उतर जाता है। पानी सूखते ही गीली मिट्टी में गेहूँ और चना बो दिए जाते हैं, जो बिना एक और बौछार के पक जाते हैं।

## क़िले की छत

हर पहाड़ी क़िला पानी पकड़ने का यंत्र भी है। छतों और आँगनों से नालियाँ ढके हुए कुंडों तक जाती हैं, बीच के गड्ढों में रेत बैठ जाती है। बहुत-से घरों में यही काम एक छोटा आँगन और उसके नीचे का गोल टाँका करता है, जिसके ढक्कन पर ताला लगता है। घर की दौलत में यही थी जो पी जाती थी।

## जो लौट आया

बीसवीं सदी में पाइप आए और तालाब कूड़े से भर गए। फिर 1980 के दशक में अलवर ज़िले के गाँवों ने अपने जोहड़ सुधारने शुरू किए: मिट्टी के सीधे-सादे अर्धचंद्र, जो मानसून के पानी को ज़मीन में उतरने तक रोके रखते हैं। सूखे कुओं में पानी लौटा, और कुछ बरस बाद अरवरी नदी में भी।

इसमें नया कुछ नहीं था। पानी की तरह इस समझ से भी बस ठहरने को कहा गया था।
`,
  },
]
