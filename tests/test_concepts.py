"""Concepts: the vocabulary behind alignment, and what it must not confuse."""

from __future__ import annotations

from collections import defaultdict

import pytest

from planwatch.rules import Concept, ConceptsRule

from .conftest import plan_of, workspace

CONCEPTS = workspace().rules.concepts


def named(sentence: str) -> set[str]:
    found = plan_of(f"一、主要任务\n{sentence}\n").commitments[-1].concepts
    return {concept for mention in found for concept in mention.concepts}


def names_of(concept: Concept) -> set[str]:
    return {name.lower() for name in (concept.zh, *concept.names)}


def broader_than(concept: Concept) -> list[str]:
    """The chain of broader concepts, cut off where it meets itself."""
    chain: list[str] = []
    while concept.broader and concept.broader not in chain:
        chain.append(concept.broader)
        concept = CONCEPTS[concept.broader]
    return chain


def test_ids_are_used_once_over_all_files() -> None:
    fields = workspace().rules.rules["concepts"].values()
    ids = [c.id for field in fields if isinstance(field, ConceptsRule) for c in field.concepts]
    assert len(ids) == len(set(ids)) == len(CONCEPTS) >= 900


def test_no_name_belongs_to_two_concepts_or_stands_twice_in_one() -> None:
    owners = defaultdict(list)
    for concept in CONCEPTS.values():
        for name in (concept.zh, *concept.names):
            owners[name.lower()].append(concept.id)
    assert not {name: found for name, found in owners.items() if len(found) > 1}


def test_names_are_specific() -> None:
    general = {"创新", "发展", "企业", "科技", "改革", "建设", "技术", "产业", "人才", "项目"}
    names = {name for concept in CONCEPTS.values() for name in names_of(concept)}
    assert not names & general
    assert min(len(name) for name in names) >= 2


def test_broader_concepts_are_known_and_never_circular() -> None:
    assert {c.broader for c in CONCEPTS.values()} <= {"", *CONCEPTS}
    assert not [c.id for c in CONCEPTS.values() if c.id in broader_than(c)]


def test_a_false_friend_contains_a_name_of_its_concept_and_is_none_itself() -> None:
    names = {name for concept in CONCEPTS.values() for name in names_of(concept)}
    for concept in CONCEPTS.values():
        for phrase in concept.exceptions:
            assert phrase.lower() not in names, phrase
            assert any(name in phrase.lower() for name in names_of(concept)), phrase


@pytest.mark.parametrize(
    ("one", "other", "concept"),
    [
        ("完善非常规评审机制。", "支持非共识创新项目。", "non-consensus"),
        ("研制仿人机器人。", "培育具身智能产业。", "robot"),
        ("推进未来科技城建设。", "搞活未来科学城。", "future-science-city"),
        ("发展互联网金融。", "壮大金融科技。", "fintech"),
        ("建设星地异构网络。", "开展空天地一体化网络攻关。", "satellite-internet"),
        ("支持新三板发展。", "提升北交所能级。", "bse"),
        # Renamed institutions and instruments
        ("新建一批国家重点实验室。", "重组全国重点实验室。", "key-laboratory"),
        ("建设工程实验室。", "优化国家工程研究中心布局。", "engineering-centre"),
        ("建设世界一流高校。", "深化“双一流”建设。", "first-class-university"),
        ("推进大众创业、万众创新。", "办好双创示范基地。", "demonstration-double"),
        ("建设社会主义新农村。", "全面推进乡村振兴。", "rural-revival"),
        ("抓好环保督查反馈问题。", "配合生态环境保护督察。", "environment-inspection"),
        ("推进精准扶贫。", "巩固拓展脱贫攻坚成果。", "poverty"),
        ("落实全面两孩政策。", "落实三孩生育政策。", "birth"),
        ("发展分享经济。", "规范平台经济。", "platform-economy"),
        # Older and newer formulas of one policy
        ("增强源头创新能力。", "实现更多从0到1的突破。", "originality"),
        ("突破卡脖子难题。", "攻克关键核心技术。", "key-technology"),
        ("破除唯论文倾向。", "推行代表作制度。", "talent-evaluation"),
        ("深化简政放权。", "深化放管服改革。", "streamlining"),
        ("推行最多跑一次。", "推进一网通办。", "one-network-service"),
        ("开展棚户区改造。", "实施城市更新行动。", "city-renewal"),
        ("推进两化融合。", "推动产业数字化。", "digital-transformation"),
        ("发展电动汽车。", "推广新能源汽车。", "new-energy-vehicle"),
        ("建立容错纠错机制。", "落实尽职免责。", "tolerance"),
        # Abbreviations and other writings
        ("争取北京证券交易所支持。", "深化北交所改革。", "bse"),
        ("布局第六代移动通信。", "研究6G标准。", "six-g"),
        ("发展增材制造。", "推广3D打印。", "additive"),
        ("加快RCEP落地。", "用好区域全面经济伙伴关系协定。", "fta"),
        ("推广PPP模式。", "规范政府和社会资本合作。", "ppp"),
        ("加强慢性病防治。", "做好职业病防治。", "chronic-disease"),
        ("落实河湖长制。", "强化河长责任。", "river-chief"),
        ("深入打好蓝天保卫战。", "改善空气质量。", "air"),
        ("发展居家养老。", "增加养老床位。", "elderly-care"),
        ("扩大托位供给。", "发展普惠托育。", "childcare"),
        ("守住耕地红线。", "保护永久基本农田。", "farmland"),
        # Society, law and the Party, in reports of all levels
        ("消除大班额。", "解决超大班额问题。", "large-class"),
        ("完善控辍保学机制。", "提高九年义务教育巩固率。", "dropout"),
        ("建设紧密型县域医共体。", "推进医联体建设。", "health-alliance"),
        ("巩固新农合成果。", "整合城乡居民基本医疗保险制度。", "new-rural-care"),
        ("提高五保供养标准。", "落实特困人员救助供养政策。", "extreme-poor"),
        ("做好下岗职工工作。", "促进失业人员再就业。", "reemployment"),
        ("推行新型农村社会养老保险。", "提高城乡居民基本养老保险待遇。", "resident-pension"),
        ("落实“三支一扶”计划。", "选聘大学生村官。", "grassroots-projects"),
        ("建好农家书屋。", "提升村级综合性文化服务中心。", "culture-station"),
        ("开展扫黄打非。", "规范新闻出版市场。", "publishing"),
        ("压减“三公”经费。", "深化公务用车制度改革。", "three-public"),
        ("纠治“四风”。", "落实中央八项规定精神。", "eight-rules"),
        ("践行“枫桥经验”。", "坚持新时代枫桥经验。", "maple-bridge"),
        ("实施天网工程。", "推进雪亮工程。", "skynet"),
        ("开展双拥创建。", "做好拥军优属工作。", "double-support"),
        ("落实谁执法谁普法。", "启动八五普法。", "law-campaign"),
        # New words of the reports of 2026 and the older ones for the same
        ("建设可信数据空间。", "完善数据流通利用基础设施。", "data-facilities"),
        ("建设数据标注基地。", "丰富行业语料库。", "data-sets"),
        ("推广免陪照护服务。", "建设无陪护病房。", "unaccompanied-care"),
        ("关爱孤独症儿童。", "开展自闭症患者康复。", "autism"),
        ("健全预警叫应机制。", "落实灾害预警响应制度。", "disaster-warning"),
        ("深化府院联动。", "完善行刑衔接机制。", "court-gov-link"),
        ("打造山海协作升级版。", "推进南北共建园区。", "county-help"),
        ("逐步推行免费学前教育。", "免除保育教育费。", "free-preschool"),
        ("发展国潮品牌。", "培育中国消费名品。", "national-brands"),
        ("布局压缩空气储能。", "发展全钒液流电池。", "long-storage"),
        ("办理人大代表建议。", "接受人大监督。", "npc"),
        ("深化商事制度改革。", "推行三证合一。", "business-start"),
    ],
)
def test_different_words_for_one_concept(one: str, other: str, concept: str) -> None:
    assert concept in named(one) & named(other)


@pytest.mark.parametrize(
    ("sentence", "there", "not_there"),
    [
        # One phrase, two matters
        ("突破合成生物育种技术。", "breeding", "synthetic-biology"),
        ("发展合成生物制造。", "biomanufacturing", "breeding"),
        ("建设产教融合创新联合体。", "industry-education-consortium", "consortium"),
        ("支持企业牵头组建创新联合体。", "consortium", "industry-education-consortium"),
        ("推动朱雀三号首飞。", "", "talent-programme"),
        ("建设国家技术创新中心。", "technology-innovation-centre", "innovation-centre"),
        ("布局海外知识产权。", "overseas-ip", "innovation-network"),
        ("深化中关村先行先试改革。", "zgc-pilot", "capital-market"),
        ("在资本市场改革上先行先试。", "capital-market", "zgc-pilot"),
        ("完善国有企业经营业绩考核。", "state-firm-assessment", "fund-assessment"),
        ("对国资创投基金算总账。", "fund-assessment", "state-firm-assessment"),
        ("健全食品安全追溯。", "food-safety", "national-security"),
        ("贯彻总体国家安全观。", "national-security", "food-safety"),
        ("治理农业面源污染。", "soil", "air"),
        ("推进可控核聚变研究。", "fusion", "hydrogen"),
        ("建设人才公寓。", "talent-housing", "talent-family"),
        ("解决高层次人才子女入学。", "talent-family", "talent-housing"),
        ("保障随迁子女入学。", "migrant-schooling", "talent-family"),
        ("建设大学科技园。", "university-park", "incubator"),
        ("建成重离子加速器。", "", "incubator"),
        ("完善承包地三权分置。", "land-contract", "invention-rights"),
        ("科技成果使用权、处置权和收益权改革。", "invention-rights", "land-contract"),
        ("研制超导量子芯片。", "quantum-computing", "superconductivity"),
        ("研制容错量子计算机。", "quantum-computing", "tolerance"),
        ("发展量子计算云平台。", "quantum-computing", "cloud"),
        ("落实中央生态环境保护督察整改。", "environment-inspection", "supervision-of-tasks"),
        ("建设轨道交通装备基地。", "rail-equipment", "metro"),
        ("建设大运河文化带。", "culture-park", "waterway"),
        ("申报世界知识产权组织奖项。", "", "ip"),
        ("举办进口博览会。", "import-expo", "import"),
        ("建设粤港澳大湾区。", "bay-area", "hk-macao"),
        ("完善市场准入负面清单。", "negative-list", "market-access"),
        ("非首都功能有序退出。", "decongestion", "four-centres"),
        ("支持高校毕业生就业创业。", "graduates", "university"),
        ("厉行开源节流。", "", "open-source"),
        ("加强火箭军建设。", "", "commercial-space"),
        ("推进科技改革。", "", "traditional-industry"),
        ("展现新气象。", "", "weather"),
        # Names that run across the border of two words
        ("增强货物仓储能力。", "", "storage"),
        ("各种业态加快融合。", "", "seeds"),
        ("鼓励地级以上市先试。", "", "listing"),
        ("促进中医保健发展。", "tcm", "medical-insurance"),
        ("我国企业加快成长。", "", "state-firm"),
        ("吸引海外资源集聚。", "", "foreign-investment"),
        ("落实最低保障标准。", "", "relief"),
        ("修订预算法。", "", "algorithm"),
        ("完善充电网络。", "charging", "grid"),
        ("鼓励年轻人大胆探索。", "", "people-congress"),
        ("开展集中试点。", "", "pilot-plant"),
        ("健全独立法人制度。", "", "legislation"),
        ("提高环节水平。", "", "water-security"),
        ("位居全球创新城市前列。", "", "new-area"),
        ("征集中意见建议。", "", "china-bilateral"),
        ("推动政治安全与稳定。", "national-security", "public-order"),
        ("实现高水平安全。", "", "safe-china"),
        # What looks like a false friend of one must not hide another
        ("深化工程硕博士培养改革。", "engineering-doctor", "heavy-industry"),
        ("加强军民融合发展。", "civil-military", "defence"),
        ("发展健康养老服务。", "elderly-care", "health-industry"),
        ("提高教师待遇。", "teachers", "higher-education"),
        ("分享科研人员职务发明权益。", "invention-rights", "title"),
        ("社保基金理事会设立专项基金。", "patient-capital", "social-security"),
        # Names that run across the border of two words, or stand in another matter
        ("建设一支教师骨干队伍。", "teachers", "rural-teacher"),
        ("提高考核标准。", "", "college-exam"),
        ("治理生产假冒商品行为。", "", "child-allowance"),
        ("展现人防护装备成果。", "", "civil-air-defence"),
        ("扩大对外交流。", "", "diplomacy"),
        ("市政协调有力。", "", "cppcc"),
        ("开展地方志愿活动。", "", "local-annals"),
        ("完善办公安排。", "", "police"),
        ("帮助残疾人创业。", "disabled", "disabled-federation"),
        ("据统计增长较快。", "", "statistics"),
        ("落实义务教育教师工资。", "teacher-pay", "wage-growth"),
        ("建设社会风险台账。", "", "eight-rules"),
        ("提升数据集成能力。", "", "data-sets"),
        ("增加全国货运量。", "", "national-brands"),
        ("建设无人车间。", "", "autonomous-driving"),
        ("推广科普“中央厨房”。", "", "farm-processing"),
        ("研制液氧甲烷发动机。", "", "carbon-peak"),
    ],
)
def test_false_friends(sentence: str, there: str, not_there: str) -> None:
    found = named(sentence)
    assert {there} - {""} <= found
    assert not_there in CONCEPTS
    assert not_there not in found


@pytest.mark.parametrize(
    ("sentence", "chain"),
    [
        ("研制超导量子计算机。", ["quantum-computing", "quantum-information"]),
        ("突破脑机接口。", ["brain-computer", "brain-science", "life-science"]),
        ("引进战略科学家。", ["strategic-scientist", "high-level-talent"]),
        ("建设中关村大街。", ["zgc-street", "zgc-science-city", "three-cities"]),
        ("推进高标准农田建设。", ["high-standard-farmland", "farmland", "food-security"]),
        ("降低PM2.5浓度。", ["air", "pollution"]),
    ],
)
def test_a_narrower_concept_stands_for_the_broader_too(sentence: str, chain: list[str]) -> None:
    assert set(chain) <= named(sentence)
    assert broader_than(CONCEPTS[chain[0]])[: len(chain) - 1] == chain[1:]
