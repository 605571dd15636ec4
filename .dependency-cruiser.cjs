/**
 * The one-way arrows between the rooms of src/ (design.md section 2). Every room may import src/errors and itself. Types
 * obey the arrows like everything else; where a room may take types alone from another, `typesOnly` names it.
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
const typesOnly = {
  // What is drawn: records and reports.
  views: ['experiment'],
  // What is said between page and workers.
  protocol: ['experiment', 'data', 'storage', 'text'],
  // What a record says of the engine.
  engine: ['experiment'],
  // What a catalogue says of a model.
  plm: ['experiment'],
  storage: ['data'],
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
    ...Object.entries(arrows).flatMap(([room, allowed]) => {
      const types = typesOnly[room] ?? [];
      const from = { path: `^src/${room}/` };
      return [
        {
          name: `arrows-of-${room}`,
          severity: 'error',
          from,
          to: { path: inRooms(roomsBut([room, 'errors', ...allowed, ...types])) },
        },
        ...(types.length === 0
          ? []
          : [
              {
                name: `types-only-in-${room}`,
                severity: 'error',
                from,
                to: { path: inRooms(types), dependencyTypesNot: ['type-only'] },
              },
            ]),
      ];
    }),
    {
      name: 'arrows-of-workers',
      severity: 'error',
      from: { path: '^workers/' },
      to: { path: inRooms(roomsBut(['errors', ...workerArrows])) },
    },
    {
      name: 'no-way-back',
      comment: 'Sources never import tests, benchmarks or workers',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(tests|bench|workers)/' },
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
