/**
 * The one-way arrows between the rooms of src/ (design.md section 2). Every room may import src/errors and itself;
 * types may be imported from anywhere, because they leave nothing behind at run time.
 */
const arrows = {
  errors: [],
  onnx: [],
  text: [],
  views: [],
  protocol: [],
  offline: [],
  autodiff: ['onnx'],
  engine: ['onnx'],
  plm: ['onnx', 'text'],
  experiment: [],
  methods: ['plm', 'autodiff', 'onnx', 'engine', 'text', 'experiment'],
  data: ['text', 'experiment'],
  storage: ['experiment'],
  app: ['views', 'protocol', 'storage', 'experiment', 'data', 'offline'],
  cli: ['methods', 'experiment', 'data', 'plm', 'engine', 'onnx', 'text'],
};
const workerArrows = [
  'experiment',
  'methods',
  'engine',
  'storage',
  'protocol',
  'data',
  'plm',
  'onnx',
  'text',
  'offline',
];

const roomsBut = (allowed) => Object.keys(arrows).filter((room) => !allowed.includes(room));
const inRooms = (rooms) => `^src/(${rooms.join('|')})/`;

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...Object.entries(arrows).map(([room, allowed]) => ({
      name: `arrows-of-${room}`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: inRooms(roomsBut([room, 'errors', ...allowed])), dependencyTypesNot: ['type-only'] },
    })),
    {
      name: 'arrows-of-workers',
      severity: 'error',
      from: { path: '^workers/' },
      to: { path: inRooms(roomsBut(['errors', ...workerArrows])), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-way-back',
      comment: 'Sources never import tests, benchmarks or workers',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(tests|bench|workers)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'node-only-at-the-rim',
      comment: 'onnxruntime-node and Node built-ins stay out of what a browser loads',
      severity: 'error',
      from: {
        path: '^(src|workers)/',
        pathNot: '^src/(cli/|engine/node-|data/.*node|text/.*node|plm/.*node|experiment/.*node)',
      },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
