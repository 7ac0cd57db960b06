import { name } from '../package.json';

/** The package's name on npm, with which the types of its nodes begin. */
export const PACKAGE_NAME = name;

/** The node's type in a workflow. */
export const KLING_TYPE = `${PACKAGE_NAME}.novitaKling`;
