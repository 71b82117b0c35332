// Physics on wish: springs between the nodes in sight until they rest, or until the reader has seen enough.

const SPRINGS = {
  enabled: true, solver: 'forceAtlas2Based', timestep: 0.4, maxVelocity: 40, minVelocity: 1.2,
  forceAtlas2Based: { gravitationalConstant: -90, springLength: 120, springConstant: 0.05, avoidOverlap: 0.6 },
  stabilization: false,
};
const MOST_SECONDS = 12;
let relaxing = null;

function settle() {
  if (relaxing === null) return;
  clearTimeout(relaxing);
  relaxing = null;
  network.setOptions({ physics: { enabled: false } });
  keepPlaces(nodeSet.getIds());
  touched = true;
  by('physics').setAttribute('aria-pressed', 'false');
  network.redraw();
}

function relax() {
  if (relaxing !== null) { settle(); return; }
  by('physics').setAttribute('aria-pressed', 'true');
  network.setOptions({ physics: SPRINGS });
  network.startSimulation();
  relaxing = setTimeout(settle, MOST_SECONDS * 1000);
}

function startPhysics() {
  by('physics').addEventListener('click', relax);
  network.on('stabilized', settle);
  whenChanged(what => { if (what === 'view') settle(); });
}
