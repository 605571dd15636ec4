/** Of jStat, which comes without types, what the lab uses. */
declare module 'jstat' {
  const jStat: {
    readonly studentt: {
      /** Value below which Student's t with `degrees` of freedom lies with `probability`. */
      inv(probability: number, degrees: number): number;
    };
  };
  export default jStat;
}
