/** The shapes that people call by name, as width and height. */
const COMMON_RATIOS = [
	[16, 9],
	[9, 16],
	[1, 1],
	[4, 3],
	[3, 4],
	[3, 2],
	[2, 3],
	[21, 9],
] as const;

/** How far a picture may be off a common shape: encoders round both sides to whole blocks. */
const TOLERANCE = 0.02;

/**
 * The shape of a picture in words, such as `16:9`.
 *
 * @param width pixels
 * @param height pixels
 * @returns the nearest common shape, or else the exact one in lowest terms; undefined where a side is unknown
 */
export function aspectRatioOf(
	width: number | undefined,
	height: number | undefined,
): string | undefined {
	if (!width || !height) return undefined;
	const common = COMMON_RATIOS.find(
		([wide, high]) => Math.abs((width / height) * (high / wide) - 1) <= TOLERANCE,
	);
	const divisor = greatestCommonDivisor(width, height);
	const [wide, high] = common ?? [width / divisor, height / divisor];
	return `${wide}:${high}`;
}

function greatestCommonDivisor(one: number, other: number): number {
	return other === 0 ? one : greatestCommonDivisor(other, one % other);
}
