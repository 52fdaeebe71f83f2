import { Outside } from './outside.tsx'

export const AboutDataEn = () => (
  <>
    <p>
      Every figure on these pages has a source and a year. Where sources disagree, where we calculated a figure ourselves, or where we could not confirm it, a
      small note beside it says so.
    </p>
    <h2>People</h2>
    <p>
      Population, density, literacy and sex ratio are those of the <strong>Census of India 2011</strong>, the last one completed. The 36 add up to
      1,21,08,54,977 people. A total of 1,21,05,69,573 is also in use: it leaves out three subdivisions of Manipur whose results came later. We count them.
    </p>
    <p>
      Literacy is the final rate among people aged seven and over, 72.98 per cent for India. Many lists still show the provisional rate, 74.04. The sex ratio is
      the number of women and girls for every 1,000 men and boys.
    </p>
    <h2>Today’s boundaries</h2>
    <p>Some boundaries have changed since 2011. So that the map adds up, we count the people of 2011 within the boundaries of today:</p>
    <ul>
      <li>Telangana, formed in 2014, is its ten districts of 2011 without the parts of Khammam that went to Andhra Pradesh. Andhra Pradesh is the rest.</li>
      <li>Ladakh is the districts of Leh and Kargil; Jammu and Kashmir is the former state without them (2019).</li>
      <li>Dadra and Nagar Haveli and Daman and Diu is the sum of the two territories that were joined in 2020.</li>
    </ul>
    <p>Their literacy and sex ratio are calculated the same way. Other sources can differ slightly.</p>
    <h2>Area and disputed land</h2>
    <p>
      The official area of India, 32,87,263 km², counts 1,20,849 km² that India claims and does not administer: 78,114 km² held by Pakistan, 5,180 km² that
      Pakistan ceded to China, and 37,555 km² held by China. Pakistan and China make claims of their own.
    </p>
    <p>
      Our figures for Jammu and Kashmir and for Ladakh count the land that is administered; the area with the claimed parts stands beside it. The outer line of
      the map is the one that India claims, as Indian law asks of maps. That says which line is drawn, and nothing about how the dispute should end.
    </p>
    <p>Density uses the area that the census itself used, which can differ a little from the present official one.</p>
    <h2>What the notes mean</h2>
    <dl>
      <dt>calculated</dt>
      <dd>We derived the figure from others, as described above.</dd>
      <dt>sources differ</dt>
      <dd>Good sources disagree, or it depends on what is counted: city limits or the whole built-up area, for example.</dd>
      <dt>not confirmed</dt>
      <dd>We found it in only one place, or in none that we would rely on.</dd>
      <dt>may change</dt>
      <dd>A change has been decided or proposed and is not yet in force.</dd>
      <dt>changed lately</dt>
      <dd>Older lists say something else.</dd>
    </dl>
    <h2>Everything else</h2>
    <p>
      Districts are those in being on the date beside the number. State symbols contradict each other from list to list more than anything else here, and the
      notes say where. Neighbours come from a list of boundaries, not from the drawing. Places, festivals and dishes are our own choice.
    </p>
    <h2>The map</h2>
    <p>
      The shapes are by <Outside to="https://mapsvg.com/maps/india">MapSVG</Outside>, under{' '}
      <Outside to="https://creativecommons.org/licenses/by/4.0/deed.en">CC BY 4.0</Outside>. We simplified them, drew Jammu and Kashmir and Ladakh apart, and
      joined Dadra and Nagar Haveli with Daman and Diu. Some faults remain: the line between Andhra Pradesh and Telangana is the one from before July 2014,
      Daman and Mahe are missing, and Diu is drawn too large.
    </p>
    <h2>Use it yourself</h2>
    <p>
      All facts with their notes are files:{' '}
      <a href="/data/states.json" className="link">
        all 36
      </a>
      , and one for each place, linked at the foot of its page. Programs find the same under{' '}
      <a href="/api/docs/" className="link">
        /api/docs/
      </a>
      .
    </p>
  </>
)
